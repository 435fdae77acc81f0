import { CAUSES } from '../../core/campaign/causes';
import { ERROR_TABLE } from '../../core/shared/errorTable';
import { table } from './markdown';

const HEAD = `<!-- Made by \`npm run docs\` from core/shared/errorTable.ts and core/campaign/causes.ts. Edit those, not this file. -->

# Errors

Every error of the nodes has a code. It stands in brackets behind the next step. A code keeps its meaning; the sentence in
front of it names the item, the field or the place.

每个节点报错都带有一个代码，写在“下一步”之后的括号里。代码的含义保持不变；前面的句子会指出是哪一项、哪个字段或哪个位置。`;

const CAUSES_HEAD = `## Causes in the send log

Why a mail is not out, or not out yet. *Send Campaign* writes the cause into \`delivery.cause\`, the first level into
\`delivery.code\`. A part behind a colon says which one: \`compliance:footer-phone\`, \`suppressed:unsubscribe\`.`;

/** docs/errors.md: every code and every cause. */
export function makeErrorsPage(): string {
	const errors = Object.entries(ERROR_TABLE).map(([code, entry]) => makeErrorSection(code, entry));
	const causes = Object.entries(CAUSES).map(([cause, { code, message, nextStep }]) => [`\`${cause}\``, code, message, nextStep]);
	return `${[HEAD, '## Codes', ...errors, CAUSES_HEAD, table(['Cause', 'Code', 'Meaning', 'Next step'], causes)].join('\n\n')}\n`;
}

type ErrorEntry = (typeof ERROR_TABLE)[keyof typeof ERROR_TABLE];

function makeErrorSection(code: string, { isRetryable, meaning, nextStep }: ErrorEntry): string {
	const retry = isRetryable ? 'May pass by itself: yes. 可重试：是。' : 'May pass by itself: no. 可重试：否。';
	const texts = table(['', 'Meaning 含义', 'Next step 下一步'], [['English', meaning.en, nextStep.en], ['中文', meaning.zh, nextStep.zh]]);
	return `### ${code}\n\n${retry}\n\n${texts}`;
}
