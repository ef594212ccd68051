import { sql as indexFirst } from "./index/0001-first.ts";
import { sql as userFirst } from "./user/0001-first.ts";

/** Forward only; the place in the list plus one is the database's `user_version`. */
export const indexMigrations: readonly string[] = [indexFirst];
export const userMigrations: readonly string[] = [userFirst];
