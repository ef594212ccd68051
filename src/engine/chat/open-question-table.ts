import type { Database } from "better-sqlite3";

/** A question that the files could not answer when it was asked; it is held against every new file. */
export interface OpenQuestion {
  id: number;
  runId: number;
  conversationId: number;
  question: string;
  language: string | null;
  /** Best cosine in the library so far; null when there were no vectors. */
  bestCosine: number | null;
  askedAt: number;
}

export interface OpenQuestionTable {
  add(question: Omit<OpenQuestion, "id"> & { answerId: number }): void;
  removeByAnswer(answerId: number): void;
  isOpen(answerId: number): boolean;
  /** Open ones of conversations that are not deleted, oldest first. */
  list(): OpenQuestion[];
  raiseBestCosine(id: number, cosine: number): void;
  /** The question got its answer by this suggestion. */
  close(id: number, suggestionId: number): void;
}

/** Open questions in user.db. */
export function createOpenQuestionTable(user: Database): OpenQuestionTable {
  const add = user.prepare(
    `INSERT INTO open_question (answer_id, run_id, conversation_id, question, language, best_cosine, asked_at)
     VALUES (@answerId, @runId, @conversationId, @question, @language, @bestCosine, @askedAt)
     ON CONFLICT (answer_id) DO UPDATE SET answered_by = NULL`,
  );
  const remove = user.prepare("DELETE FROM open_question WHERE answer_id = ?");
  const isOpen = user.prepare("SELECT 1 FROM open_question WHERE answer_id = ? AND answered_by IS NULL");
  const list = user.prepare(
    `SELECT id, run_id AS runId, conversation_id AS conversationId, question, language, best_cosine AS bestCosine,
       asked_at AS askedAt FROM open_question
     WHERE answered_by IS NULL
       AND conversation_id IN (SELECT conversation.id FROM conversation WHERE deleted_at IS NULL)
     ORDER BY id`,
  );
  const raise = user.prepare("UPDATE open_question SET best_cosine = ? WHERE id = ?");
  const close = user.prepare("UPDATE open_question SET answered_by = ? WHERE id = ?");
  return {
    add: (question) => void add.run(question),
    removeByAnswer: (answerId) => void remove.run(answerId),
    isOpen: (answerId) => isOpen.get(answerId) !== undefined,
    list: () => list.all() as OpenQuestion[],
    raiseBestCosine: (id, cosine) => void raise.run(cosine, id),
    close: (id, suggestionId) => void close.run(suggestionId, id),
  };
}
