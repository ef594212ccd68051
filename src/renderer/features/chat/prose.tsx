import { memo, useMemo } from "react";
import type { ReactNode } from "react";
import Markdown from "react-markdown";
import type { Components, Options } from "react-markdown";
import remarkGfm from "remark-gfm";

import { carriesText, checkLink } from "../../app/link-address.ts";
import { usePage } from "../../app/page.ts";
import { t } from "../../strings/strings.ts";
import { useAnswer } from "./answer-context.ts";
import { markAnswer, sentencesInUnits } from "./answer-marks.ts";
import type { MarkedSentence, TreeNode } from "./answer-marks.ts";
import type { AnswerView } from "./answer-view.ts";
import { CitationChip } from "./citation-chip.tsx";
import { splitBlocks } from "./markdown-blocks.ts";

const allowed = [
  "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "strong", "em", "del", "code", "pre", "blockquote",
  "table", "thead", "tbody", "tr", "th", "td", "hr", "br", "a", "img", "span", "ins",
]; // prettier-ignore

/** Shows text and host; the whole address is shown and asked for before anything is opened. */
function LinkButton({ address, children }: { address: string; children: ReactNode }) {
  const page = usePage();
  const { view } = useAnswer();
  const checked = checkLink(address);
  return (
    <button
      type="button"
      className="link"
      onClick={() => {
        if (
          checked.ok &&
          carriesText(
            checked.url,
            (view.sources ?? []).map((source) => source.text),
          )
        ) {
          page.toast(t("error.linkRefused"));
          return;
        }
        page.app.setState({ link: address });
      }}
    >
      {children}
      {checked.ok ? ` (${checked.host})` : ""}
    </button>
  );
}

const components: Components = {
  h1: ({ children }) => <h4>{children}</h4>,
  h2: ({ children }) => <h4>{children}</h4>,
  h3: ({ children }) => <h5>{children}</h5>,
  h4: ({ children }) => <h6>{children}</h6>,
  h5: ({ children }) => <h6>{children}</h6>,
  h6: ({ children }) => <h6>{children}</h6>,
  a: ({ href, children }) => <LinkButton address={href ?? ""}>{children}</LinkButton>,
  // A picture is never loaded: its source stands as text.
  img: ({ src, alt }) => <>{`![${alt ?? ""}](${typeof src === "string" ? src : ""})`}</>,
  table: ({ children }) => (
    <div className="table-box" role="region" tabIndex={0} aria-label="Table">
      <table>{children}</table>
    </div>
  ),
  pre: ({ children }) => <pre tabIndex={0}>{children}</pre>,
  span: (props) => {
    const data = props as { "data-cite"?: string; "data-within"?: string };
    if (data["data-cite"] === undefined) return <span className={props.className}>{props.children}</span>;
    return <CitationChip number={Number(data["data-cite"])} sentence={data["data-within"]} />;
  },
  ins: (props) => {
    const data = props as { "data-sentence"?: string; "data-support"?: string; "data-last"?: string };
    const support = data["data-support"];
    const doubtful = support === "partly" || support === "unsupported";
    return (
      <span
        className={doubtful ? (support === "partly" ? "u-partly" : "u-absent") : undefined}
        data-sentence={data["data-sentence"]}
        data-support={support}
      >
        {props.children}
        {doubtful && data["data-last"] ? <span className="sr"> {t(`chat.verdict.hidden.${support}`)}</span> : null}
      </span>
    );
  },
};

const plugins: Options["remarkPlugins"] = [[remarkGfm, { singleTilde: false }]];

interface BlockProps {
  text: string;
  offset: number;
  sentences: readonly MarkedSentence[];
}

function sameBlock(before: BlockProps, after: BlockProps): boolean {
  return before.text === after.text && before.offset === after.offset && before.sentences === after.sentences;
}

/** One block of the answer. A finished block is not drawn again while the text below it grows. */
const ProseBlock = memo(function ProseBlock({ text, offset, sentences }: BlockProps) {
  const rehypePlugins = useMemo(
    () => [() => (tree: unknown) => markAnswer(tree as TreeNode, text, offset, sentences)],
    [text, offset, sentences],
  );
  return (
    <div className="block" dir="auto">
      <Markdown
        allowedElements={allowed}
        unwrapDisallowed
        remarkPlugins={plugins}
        rehypePlugins={rehypePlugins}
        components={components}
        urlTransform={(address) => address}
      >
        {text}
      </Markdown>
    </div>
  );
}, sameBlock);

const none: readonly MarkedSentence[] = [];

export interface ProseProps {
  view: AnswerView;
  /** A caret stands at the end while the text grows. */
  caret: boolean;
}

/** The written answer: Markdown through an allow-list to elements, never through an HTML string. */
export function Prose({ view, caret }: ProseProps) {
  const blocks = useMemo(() => splitBlocks(view.text), [view.text]);
  const sentences = useMemo(
    () => (view.sentences.length === 0 ? none : sentencesInUnits(view.text, view.sentences)),
    [view.text, view.sentences],
  );
  return (
    <div className="prose" data-testid="prose" data-caret={caret || undefined}>
      {blocks.map((block) => (
        <ProseBlock key={block.offset} text={block.text} offset={block.offset} sentences={sentences} />
      ))}
    </div>
  );
}
