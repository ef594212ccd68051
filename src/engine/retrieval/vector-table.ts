import type { Database } from "better-sqlite3";

export interface VectorHit {
  passageId: number;
  cosine: number;
}

export type VectorTable = ReturnType<typeof createVectorTable>;

const nearest = "SELECT passage_id AS passageId, 1 - vec_distance_cosine(vector, ?) AS cosine FROM passage_vector";
const order = "ORDER BY cosine DESC, passage_id LIMIT ?";

/** Vectors as SQLite keeps them: float32, little-endian, without a copy. */
function vectorBytes(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}

/** Vectors of passages, each in the space of the model that made it, searched by an exact scan. */
export function createVectorTable(database: Database) {
  const addSpace = database.prepare<[string, number]>(
    "INSERT INTO embedding_space (name, dimensions) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
  );
  const space = database.prepare<[string], number>("SELECT id FROM embedding_space WHERE name = ?").pluck();
  const put = database.prepare<[number, number, Uint8Array]>(
    `INSERT INTO passage_vector (passage_id, space_id, vector) VALUES (?, ?, ?)
     ON CONFLICT (passage_id) DO UPDATE SET space_id = excluded.space_id, vector = excluded.vector`,
  );
  const remove = database.prepare<[number]>("DELETE FROM passage_vector WHERE passage_id = ?");
  const any = database.prepare<[], number>("SELECT 1 FROM passage_vector LIMIT 1").pluck();
  const missing = database
    .prepare<[number, number], number>(
      `SELECT id FROM passage WHERE NOT EXISTS
         (SELECT 1 FROM passage_vector WHERE passage_id = passage.id AND space_id = ?) ORDER BY id LIMIT ?`,
    )
    .pluck();
  const searchAll = database.prepare<[Uint8Array, number, number], VectorHit>(`${nearest} WHERE space_id = ? ${order}`);
  const searchWithin = database.prepare<[Uint8Array, number, string, number], VectorHit>(
    `${nearest} WHERE space_id = ? AND passage_id IN
       (SELECT id FROM passage WHERE content_id IN (SELECT value FROM json_each(?))) ${order}`,
  );
  const cosines = database.prepare<[Uint8Array, number, string], VectorHit>(
    `${nearest} WHERE space_id = ? AND passage_id IN (SELECT value FROM json_each(?))`,
  );

  const tally = database.prepare<[number], { count: number; idSum: number }>(
    "SELECT count(*) AS count, total(passage_id) AS idSum FROM passage_vector WHERE space_id = ?",
  );
  const code = database.prepare<[Uint8Array], Uint8Array>("SELECT vec_quantize_binary(?)").pluck();
  const codes = database.prepare<[number, number], { passageId: number; contentId: number; code: Uint8Array }>(
    `SELECT v.passage_id AS passageId, p.content_id AS contentId, vec_quantize_binary(v.vector) AS code
     FROM passage_vector v JOIN passage p ON p.id = v.passage_id
     WHERE v.passage_id > ? AND +v.space_id = ? ORDER BY v.passage_id`,
  );

  return {
    /** Id of a space, made when it is new. */
    addSpace(name: string, dimensions: number): number {
      addSpace.run(name, dimensions);
      return space.get(name) as number;
    },
    /** Id of a space, undefined when no vector of it was ever stored. */
    spaceId: (name: string): number | undefined => space.get(name),
    put: (passageId: number, spaceId: number, vector: Float32Array) => put.run(passageId, spaceId, vectorBytes(vector)),
    remove: (passageId: number) => remove.run(passageId),
    /** How many vectors a space has and the sum of their passages' ids: tells whether a copy is up to date. */
    tally: (spaceId: number): { count: number; idSum: number } => tally.get(spaceId) ?? { count: 0, idSum: 0 },
    /** The sign of each dimension, eight to a byte. */
    code: (vector: Float32Array): Uint8Array => code.get(vectorBytes(vector)) as Uint8Array,
    /** Sign codes of the vectors of passages after one, in the order of their ids. */
    codesAfter: (passageId: number, spaceId: number) => codes.iterate(passageId, spaceId),
    hasAny: (): boolean => any.get() === 1,
    /** Passages without a vector of the space, smallest id first. */
    missing: (spaceId: number, limit: number): number[] => missing.all(spaceId, limit),
    /** Nearest first. Passages of `contentIds` alone, or of all contents for null. */
    search(query: Float32Array, spaceId: number, contentIds: readonly number[] | null, limit: number): VectorHit[] {
      return contentIds === null
        ? searchAll.all(vectorBytes(query), spaceId, limit)
        : searchWithin.all(vectorBytes(query), spaceId, JSON.stringify(contentIds), limit);
    },
    /** Cosines of given passages; those without a vector are left out. */
    cosines: (query: Float32Array, spaceId: number, passageIds: readonly number[]): VectorHit[] =>
      cosines.all(vectorBytes(query), spaceId, JSON.stringify(passageIds)),
  };
}
