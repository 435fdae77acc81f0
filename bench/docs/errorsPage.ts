import { CAUSES, LEVELS } from '../../core/campaign/causes';
import data from '../../core/data/smtpReplies.json';
import { ERROR_TABLE } from '../../core/shared/errorTable';
import { table } from './markdown';

const HEAD = `<!-- Made by \`npm run docs\` from core/shared/errorTable.ts, core/campaign/causes.ts and core/data/smtpReplies.json. Edit those, not this file. -->

# Errors

Every error of the nodes has a code. It stands in brackets behind the next step. A code keeps its meaning; the sentence in
front of it names the item, the field or the place.

每个节点报错都带有一个代码，写在“下一步”之后的括号里。代码的含义保持不变；前面的句子会指出是哪一项、哪个字段或哪个位置。`;

const LOG_HEAD = `## The send log 发送日志

Three levels say why a mail is not out, or not out yet. *Send Campaign* writes them into its items (\`delivery\`), its send log
and its status: \`code\`, the first level; \`cause\`, the second; and what the server said: \`reply\`, with its own codes
\`smtpCode\` and \`enhancedCode\`. A part of a cause behind a colon says which one: \`compliance:footer-phone\`,
\`suppressed:unsubscribe\`. *Send Campaign → Diagnose* explains a delivery, a campaign, or a server's reply.

发送日志分三级：\`code\` 为第一级，\`cause\` 为第二级，服务器原话 \`reply\`（含 \`smtpCode\`、\`enhancedCode\`）为第三级。冒号后的部分说明具体是哪一个。*Send Campaign → Diagnose* 可解释一封邮件、一个活动或服务器的一条答复。`;

const REPLIES_HEAD = `## What servers say 服务器的答复

Which answer of a mail server gives which cause. A provider's own mark within the text is asked first, then the enhanced code
(RFC 3463; X stands for 4 and 5), then the basic code, then the words. Codes that say little (X.7.1, X.5.0, X.0.0 …) let the words
decide. Only causes of level 550 put an address to rest, never a 4xx, and never a refusal of the sender. Patterns and sources
are in \`core/data/smtpReplies.json\`.

邮件服务器的哪种答复对应哪个原因。依次判断：服务商自有标记、增强状态码（X 表示 4 和 5）、基本状态码、文字。只有 550 级的原因会让地址暂停，4xx 和针对发件方的拒绝都不会。`;

/** docs/errors.md: every code, every cause, and which answers of servers give it. */
export function makeErrorsPage(): string {
	const errors = Object.entries(ERROR_TABLE).map(([code, entry]) => makeErrorSection(code, entry));
	return `${[HEAD, '## Codes', ...errors, LOG_HEAD, ...Object.keys(LEVELS).map(makeLevelSection), REPLIES_HEAD, makeRepliesTable()].join('\n\n')}\n`;
}

type ErrorEntry = (typeof ERROR_TABLE)[keyof typeof ERROR_TABLE];

function makeErrorSection(code: string, { isRetryable, meaning, nextStep }: ErrorEntry): string {
	const retry = isRetryable ? 'May pass by itself: yes. 可重试：是。' : 'May pass by itself: no. 可重试：否。';
	const texts = table(['', 'Meaning 含义', 'Next step 下一步'], [['English', meaning.en, nextStep.en], ['中文', meaning.zh, nextStep.zh]]);
	return `### ${code}\n\n${retry}\n\n${texts}`;
}

function makeLevelSection(level: string): string {
	const causes = Object.entries(CAUSES).filter(([, { code }]) => code === level);
	const rows = causes.map(([cause, { message, nextStep }]) => [`\`${cause}\``, `${message.en}<br>${message.zh}`, `${nextStep.en}<br>${nextStep.zh}`]);
	return `### ${level} ${LEVELS[level]?.en ?? ''} ${LEVELS[level]?.zh ?? ''}\n\n${table(['Cause 原因', 'Meaning 含义', 'Next step 下一步'], rows)}`;
}

interface Rule {
	provider?: string;
	enhanced?: readonly string[];
	code?: readonly string[];
	cause: string;
	source: string;
}

function makeRepliesTable(): string {
	const providers = new Map(data.providers.map(({ key, name }) => [key, name]));
	const sources = new Map(Object.entries(data.sources).map(([key, { confidence }]) => [key, confidence]));
	const groups: Array<[by: string, rules: readonly Rule[]]> = [['own mark', data.marks], ['enhanced code', data.enhanced], ['basic code', data.codes], ['words', data.words]];
	const rows = groups.flatMap(([by, rules]) => rules.map((rule) =>
		[providers.get(rule.provider ?? '') ?? '', [...(rule.enhanced ?? []), ...(rule.code ?? [])].join(', ') || by, `\`${rule.cause}\``, `${rule.source} (${sources.get(rule.source) ?? ''})`]));
	return table(['Provider 服务商', 'Code 代码', 'Cause 原因', 'Source 来源'], [...new Map(rows.map((row) => [row.join('|'), row])).values()]);
}
