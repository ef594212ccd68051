/** Version of the program and part of every setup. A test holds it against package.json. */
export const version = "0.1.0";
