import type { Conversation } from "../../../shared/answer-schemas.ts";
import { daysBetween } from "../../ui/format.ts";

export type ConversationGroup = "pinned" | "today" | "week" | "earlier";

/** The list of the sidebar: pinned first, then by the day of the last change, newest first. Empty groups are left out. */
export function groupConversations(
  conversations: readonly Conversation[],
  now: number,
): { group: ConversationGroup; conversations: Conversation[] }[] {
  const groups: Record<ConversationGroup, Conversation[]> = { pinned: [], today: [], week: [], earlier: [] };
  for (const conversation of [...conversations].sort((a, b) => b.updatedAt - a.updatedAt || b.id - a.id)) {
    const days = daysBetween(conversation.updatedAt, now);
    const group = conversation.pinned ? "pinned" : days <= 0 ? "today" : days < 7 ? "week" : "earlier";
    groups[group].push(conversation);
  }
  return (["pinned", "today", "week", "earlier"] as const)
    .filter((group) => groups[group].length > 0)
    .map((group) => ({ group, conversations: groups[group] }));
}
