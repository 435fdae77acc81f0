import { CAUSES, LEVELS } from '../../../core/campaign/causes';
import data from '../../../core/data/smtpReplies.json';
import { guessProviderOfReply, findProviderOfDomain } from '../../../core/delivery/mailboxProvider';
import { evaluateRefusal, readRefusal, redactReply } from '../../../core/delivery/smtpReply';
import { PUBLIC_REPLIES } from '../../support/publicReplies';

const NOW = Date.UTC(2026, 10, 20);
const FIRST = { attemptCount: 1, firstAttemptAt: null };
const read = ({ reply, stage }: { reply: string; stage: 'sender' | 'recipient' | 'content' }) => ({ code: reply.slice(0, 3), reply: redactReply(reply), stage });
const QUARANTINES = new Set(['mailbox-does-not-exist', 'domain-does-not-exist', 'mailbox-disabled', 'mailbox-changed-hands', 'recipient-refuses']);

it.each(PUBLIC_REPLIES)('$stage: $reply → $cause', (row) => {
	expect(readRefusal(read(row)).cause).toBe(row.cause);
});

it.each(PUBLIC_REPLIES.filter(({ provider }) => provider))('$provider is known by: $reply', ({ provider, reply }) => {
	expect(guessProviderOfReply(redactReply(reply))?.key).toBe(provider);
});

it('120 replies and more, each with a source that is named in the data, of 20 providers and more', () => {
	expect(PUBLIC_REPLIES.length).toBeGreaterThanOrEqual(120);
	expect(new Set(PUBLIC_REPLIES.map(({ reply }) => reply)).size).toBe(PUBLIC_REPLIES.length);
	for (const { source } of PUBLIC_REPLIES) expect(Object.keys(data.sources)).toContain(source);
	expect(new Set(PUBLIC_REPLIES.map(({ provider }) => provider)).size).toBeGreaterThanOrEqual(20);
});

it('an address rests only for what its owner\'s side says of it, for good', () => {
	for (const row of PUBLIC_REPLIES) {
		const outcome = evaluateRefusal(read(row), FIRST, NOW);
		const isResting = outcome.kind === 'failed' && outcome.quarantineUntil !== undefined;
		expect([row.reply, isResting]).toEqual([row.reply, row.reply.startsWith('5') && row.stage !== 'sender' && QUARANTINES.has(row.cause)]);
	}
});

it('a 4xx never puts an address to rest, a refusal of the sender himself burns nobody', () => {
	for (const row of PUBLIC_REPLIES.filter(({ reply }) => reply.startsWith('4'))) expect(evaluateRefusal(read(row), FIRST, NOW).kind).toBe('deferred');
	const ended = PUBLIC_REPLIES.filter((row) => evaluateRefusal(read(row), FIRST, NOW).kind === 'senderRefused' && row.stage !== 'sender').map(({ cause }) => cause);
	expect(new Set(ended)).toEqual(new Set(['sender-limit-reached', 'sender-address-refused', 'sender-account-blocked']));
});

describe('the rules as data', () => {
	const groups = { marks: data.marks, enhanced: data.enhanced, codes: data.codes, words: data.words };
	const rules: Array<{ cause: string; source: string; text?: string; provider?: string; isVague?: boolean }> = Object.values(groups).flat();

	it('each names a cause of the table, a source of the list and a provider of the list', () => {
		const providers = new Set(data.providers.map(({ key }) => key));
		for (const rule of rules) {
			expect(Object.keys(CAUSES)).toContain(rule.cause);
			expect(Object.keys(data.sources)).toContain(rule.source);
			expect(rule.provider === undefined || providers.has(rule.provider)).toBe(true);
		}
	});

	it('each level of the cause table is explained', () => {
		expect(new Set(Object.values(CAUSES).map(({ code }) => code))).toEqual(new Set(Object.keys(LEVELS)));
	});

	it('no rule stands behind one that answers all its codes already', () => {
		const covers = (wide: string, code: string): boolean => wide.split('.').every((part, index) => {
			const [from, to = from] = part.split('-');
			const own = code.split('.')[index]?.split('-')[0] ?? '';
			return part === '*' || part === 'X' || part === own || (Number(from) <= Number(own) && Number(own) <= Number(to));
		});
		for (const [index, rule] of data.enhanced.entries()) {
			const before = data.enhanced.slice(0, index).filter((earlier) => !('text' in earlier)).flatMap(({ enhanced }) => enhanced);
			expect(rule.enhanced.filter((code) => before.some((wide) => covers(wide, code)))).toEqual([]);
		}
	});

	it('every source is used', () => {
		const used = new Set([...rules, ...PUBLIC_REPLIES].map(({ source }) => source));
		expect(Object.keys(data.sources).filter((source) => !used.has(source))).toEqual([]);
	});
});

it.each([
	['gmail.com', 'gmail'], ['hotmail.fr', 'microsoft'], ['outlook.com', 'microsoft'], ['yahoo.co.uk', 'yahoo'], ['yahoo.co.jp', 'yahooJapan'], ['wanadoo.fr', 'orange'],
	['web.de', 'unitedInternet'], ['163.com', 'netease'], ['bol.com.br', 'uol'], ['lumen-home.example', undefined], ['nothotmail.com', undefined], ['gmail.com.evil.example', undefined],
])('%s belongs to %s', (domain, key) => {
	expect(findProviderOfDomain(domain)?.key).toBe(key);
});
