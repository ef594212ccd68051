const documents =
  /\.(?:pdf|txt|text|md|markdown|csv|tsv|rtf|docx|xlsx|pptx|odt|ods|odp|epub|eml|mbox|json|log|tex|srt|vtt)$/i;

/** True for files whose usual program shows them and runs nothing: no script, no program, no macro format. */
export function isSafeToOpen(file: string): boolean {
  return documents.test(file);
}
