import type { Database } from "better-sqlite3";

import { type Answer, answerSchema, type Question } from "../../shared/answer-schemas.ts";

export interface MessageTable {
  addQuestion(conversationId: number, text: string, at: number): number;
  /** Stores an answer before its first event, in the state "writing". */
  addAnswer(conversationId: number, questionId: number, runId: number, at: number): number;
  /** The answer so far, so that a crash keeps what was written. */
  saveDraft(answer: Answer): void;
  saveAnswer(answer: Answer): void;
  answer(id: number): { answer: Answer; conversationId: number; question: string } | null;
  question(id: number): { id: number; conversationId: number; text: string } | null;
  /** Questions with all their answers, oldest first. */
  questions(conversationId: number): Question[];
  /** Texts of questions before `beforeQuestionId`, with the last complete answer's text, oldest first. */
  history(
    conversationId: number,
    beforeQuestionId: number | null,
    limit: number,
  ): { question: string; answer: string }[];
  /** Answers that a crash left in the state "writing". */
  writing(): {
    id: number;
    draft: Answer | null;
    question: string;
    runId: number;
    createdAt: number;
    questionId: number;
  }[];
}

interface AnswerRow {
  id: number;
  text: string;
  body: string | null;
}

/** An answer's text lives in its own column, so that search need not look into JSON for it. */
function split(answer: Answer): { text: string; body: string } {
  const { text, ...body } = answer;
  return { text, body: JSON.stringify(body) };
}

function join({ text, body }: AnswerRow): Answer | null {
  if (body === null) return null;
  return answerSchema.parse({ ...(JSON.parse(body) as Record<string, unknown>), text });
}

/** Questions and answers in user.db; the caller opens the transaction. */
export function createMessageTable(user: Database): MessageTable {
  const addQuestion = user.prepare(
    `INSERT INTO message (conversation_id, role, text, state, created_at) VALUES (?, 'question', ?, 'complete', ?)`,
  );
  const addAnswer = user.prepare(
    `INSERT INTO message (conversation_id, role, question_id, text, state, run_id, created_at)
     VALUES (?, 'answer', ?, '', 'writing', ?, ?)`,
  );
  const save = user.prepare("UPDATE message SET text = ?, body = ?, state = ? WHERE id = ?");
  const answer = user.prepare(
    `SELECT answer.id, answer.text, answer.body, answer.conversation_id AS conversationId, question.text AS question
     FROM message AS answer JOIN message AS question ON question.id = answer.question_id
     WHERE answer.id = ? AND answer.role = 'answer' AND answer.state <> 'writing'`,
  );
  const question = user.prepare(
    "SELECT id, conversation_id AS conversationId, text FROM message WHERE id = ? AND role = 'question'",
  );
  const questions = user.prepare(
    `SELECT id, text, created_at AS createdAt FROM message WHERE conversation_id = ? AND role = 'question' ORDER BY id`,
  );
  const answers = user.prepare(
    `SELECT id, text, body, question_id AS questionId FROM message
     WHERE conversation_id = ? AND role = 'answer' AND state <> 'writing' ORDER BY id`,
  );
  const history = user.prepare(
    `SELECT text AS question, COALESCE((SELECT answer.text FROM message AS answer WHERE answer.question_id = message.id
       AND answer.state = 'complete' ORDER BY answer.id DESC LIMIT 1), '') AS answer
     FROM message WHERE conversation_id = ? AND role = 'question' AND id < ? ORDER BY id DESC LIMIT ?`,
  );
  const writing = user.prepare(
    `SELECT answer.id, answer.text, answer.body, answer.run_id AS runId, answer.created_at AS createdAt,
       answer.question_id AS questionId, question.text AS question
     FROM message AS answer JOIN message AS question ON question.id = answer.question_id
     WHERE answer.role = 'answer' AND answer.state = 'writing'`,
  );
  const write = (value: Answer, state: string) => {
    const { text, body } = split(value);
    save.run(text, body, state, value.id);
  };
  return {
    addQuestion: (conversationId, text, at) => Number(addQuestion.run(conversationId, text, at).lastInsertRowid),
    addAnswer: (conversationId, questionId, runId, at) =>
      Number(addAnswer.run(conversationId, questionId, runId, at).lastInsertRowid),
    saveDraft: (value) => write(value, "writing"),
    saveAnswer: (value) => write(value, value.state),
    answer(id) {
      const row = answer.get(id) as (AnswerRow & { conversationId: number; question: string }) | undefined;
      const found = row === undefined ? null : join(row);
      return found === null || row === undefined
        ? null
        : { answer: found, conversationId: row.conversationId, question: row.question };
    },
    question: (id) => (question.get(id) as ReturnType<MessageTable["question"]>) ?? null,
    questions(conversationId) {
      const byQuestion = new Map<number, Answer[]>();
      for (const row of answers.all(conversationId) as (AnswerRow & { questionId: number })[]) {
        const found = join(row);
        if (found !== null) byQuestion.set(row.questionId, [...(byQuestion.get(row.questionId) ?? []), found]);
      }
      return (questions.all(conversationId) as Omit<Question, "answers">[]).map((row) => ({
        ...row,
        answers: byQuestion.get(row.id) ?? [],
      }));
    },
    history: (conversationId, beforeQuestionId, limit) =>
      (
        history.all(conversationId, beforeQuestionId ?? Number.MAX_SAFE_INTEGER, limit) as {
          question: string;
          answer: string;
        }[]
      ).reverse(),
    writing: () =>
      (writing.all() as (AnswerRow & ReturnType<MessageTable["writing"]>[number])[]).map(({ text, body, ...row }) => ({
        ...row,
        draft: join({ id: row.id, text, body }),
      })),
  };
}
