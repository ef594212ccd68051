import {
  openLoopbackListener,
  streams,
  type Behaviour,
  type LoopbackServer,
  type SeenRequest,
} from "../../support/loopback-listener.ts";

/** The passages of one question as a provider got them. */
export interface ReceivedPassage {
  number: number;
  /** File and place. */
  head: string;
  text: string;
}

export interface Received {
  system: string;
  earlier: { role: string; text: string }[];
  passages: ReceivedPassage[];
  question: string;
}

interface ChatBody {
  messages: { role: string; content: string }[];
}

/** Takes a request of a question apart. */
export function readQuestion(request: SeenRequest): Received {
  const { messages } = JSON.parse(request.body) as ChatBody;
  const last = messages.at(-1)?.content ?? "";
  const [, , block = "", question = ""] = /^(\S+)\n([\s\S]*)\n\1\n\nQuestion: ([\s\S]*)$/.exec(last) ?? [];
  const passages = block.split(/\n\n(?=\[\d+\] )/).flatMap((one) => {
    const [, number, head = "", text = ""] = /^\[(\d+)\] ([^\n]*)\n([\s\S]*)$/.exec(one) ?? [];
    return number === undefined ? [] : [{ number: Number(number), head, text }];
  });
  return {
    system: messages.find((message) => message.role === "system")?.content ?? "",
    earlier: messages
      .filter((message) => message.role !== "system")
      .slice(0, -1)
      .map(({ role, content }) => ({ role, text: content })),
    passages,
    question,
  };
}

export interface Provider {
  /** Address to enter in the page. */
  baseUrl: string;
  host: string;
  listener: LoopbackServer;
  /** Requests that carried a question, oldest first. */
  questions(): SeenRequest[];
  /** How the next questions are answered. */
  answer: Behaviour;
  close(): Promise<void>;
}

/** An OpenAI-compatible server on loopback with one model and one good key; it counts every byte itself. */
export async function openProvider(options: { model: string; key: string; answer: Behaviour }): Promise<Provider> {
  const listener = await openLoopbackListener((reply, request, write) => {
    const send = (status: number, body: object): void => {
      reply.writeHead(status, { "content-type": "application/json" });
      write(JSON.stringify(body));
      reply.end();
    };
    if (request.headers.authorization !== `Bearer ${options.key}`) {
      send(401, { error: { message: "Incorrect API key provided." } });
    } else if (request.path === "/v1/models") {
      send(200, { object: "list", data: [{ id: options.model, object: "model" }] });
    } else if (request.path === "/v1/chat/completions") {
      provider.answer(reply, request, write);
    } else {
      send(404, { error: { message: "Not found." } });
    }
  });
  const provider: Provider = {
    baseUrl: `${listener.origin}/v1`,
    host: listener.host,
    listener,
    questions: () => listener.seen.filter((request) => request.path === "/v1/chat/completions"),
    answer: options.answer,
    close: () => listener.close(),
  };
  return provider;
}

/** Says what `text` makes of the passages it was sent, so that it can cite by the numbers they really have. */
export function answersWith(text: (received: Received) => string[]): Behaviour {
  return (reply, request, write) => streams(text(readQuestion(request)))(reply, request, write);
}
