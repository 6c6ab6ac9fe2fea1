// The words for checks, notices and errors come from the server in English.
/** By a check's id; what is absent is shown as the server says it. */
export const titles: Record<string, string> = {};
export const advice: Record<string, string> = {};
/** By an error's code: what is wrong, and what to do. */
export const problems: Record<string, string> = {};
export const remedies: Record<string, string> = {};
export const verdicts = { pass: "合格", unsure: "需确认", fail: "不合格", not_assessed: "未检查" };
