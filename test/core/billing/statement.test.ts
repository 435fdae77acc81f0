import { parse } from 'csv-parse/sync';
import type { UsageSum } from '../../../core/billing/ports';
import { makeStatement, type Statement } from '../../../core/billing/statement';
import { statementCsv } from '../../../core/billing/statementCsv';
import { renderStatementPage } from '../../../core/billing/statementPage';
import { STATEMENT_WORDS } from '../../../core/billing/statementWords';
import type { PricePlan } from '../../../core/campaign/usage';

const HEAD = { shop: 'demo', shopName: 'Lumen <Home> & Co', month: '2026-11', timeZone: 'Asia/Shanghai', madeAt: Date.UTC(2026, 11, 1, 1), isOver: true };
const use = (day: string, count: number, fields: Partial<UsageSum> = {}): UsageSum => ({ day: `2026-11-${day}`, campaign: 'autumn', isCounted: true, isBillable: true, bounce: null, isCredited: false, count, ...fields });
const USES = [
	use('02', 4_000), use('01', 900), use('01', 30, { isBillable: false }), use('01', 7, { bounce: 'soft' }), use('02', 3, { isCounted: false, isBillable: false, bounce: 'hard' }),
	use('02', 2, { isBillable: false, bounce: 'hard', isCredited: true, campaign: '=HYPERLINK("http://evil.example")' }), use('02', 1, { isBillable: false, bounce: 'hard', campaign: null }), use('03', 200, { campaign: '<script>alert(1)</script>' }),
];
const COUNTERS = new Map([['2026-11', 5_107], ['2026-11-01', 937], ['2026-11-02', 4_003], ['2026-11-03', 200]]);
const aStatement = (counters: Map<string, number> = COUNTERS, prices: PricePlan = {}, uses = USES): Statement => makeStatement(HEAD, { uses, counters, prices: undefined }, prices);

describe('a monthly statement', () => {
	it('adds up: by day, by campaign, in total, to the micro-dollar', () => {
		const { days, campaigns, total, differences } = aStatement();
		expect(total).toEqual({ mails: 5_140, billable: 5_107, repeats: 30, hardBounces: 6, bouncedLater: 3, credited: 2, softBounces: 7, free: 5_000, charged: 107, costMicroUsd: 107 * 2_500 });
		expect(days.map(({ day, mails, billable, costMicroUsd }) => [day, mails, billable, costMicroUsd])).toEqual([['2026-11-01', 937, 907, 0], ['2026-11-02', 4_003, 4_000, 0], ['2026-11-03', 200, 200, 107 * 2_500]]);
		for (const key of ['mails', 'billable', 'repeats', 'hardBounces', 'bouncedLater', 'credited', 'softBounces'] as const) {
			for (const lines of [days, campaigns]) expect(lines.reduce((sum, line) => sum + line[key], 0)).toBe(total[key]);
		}
		for (const line of [...days, ...campaigns, total]) expect(line.mails).toBe(line.billable + line.repeats + line.bouncedLater);
		expect(days.reduce((sum, day) => sum + day.costMicroUsd, 0)).toBe(total.costMicroUsd);
		expect(differences).toEqual([]);
	});

	it('a counter that says something else, also of a day or month without a row → named', () => {
		expect(aStatement(new Map([...COUNTERS, ['2026-11-02', 4_000], ['2026-11-09', 1]])).differences).toEqual([{ period: '2026-11-02', counter: 4_000, ledger: 4_003 }, { period: '2026-11-09', counter: 1, ledger: 0 }]);
		expect(aStatement(new Map([['2026-11', 0], ['2026-11-04', 0]]), {}, []).differences).toEqual([]);
	});

	it.each<[PricePlan, number]>([[{ freeMailsPerMonth: 100, priceMicroUsd: 333 }, 5_007 * 333], [{ freeMailsPerMonth: 0 }, 5_107 * 2_500], [{ priceMicroUsd: 0 }, 0]])('prices %j → %i micro-dollars', (prices, cost) => {
		expect(aStatement(COUNTERS, prices).total.costMicroUsd).toBe(cost);
	});

	it('the prices that a month ended with go before those of today', () => {
		expect(makeStatement(HEAD, { uses: USES, counters: COUNTERS, prices: { freeMailsPerMonth: 0, priceMicroUsd: 1 } }, {}).total.costMicroUsd).toBe(5_107);
	});

	it.each(['en', 'zh'] as const)('as CSV in %s → one table that a spreadsheet can sum up, no cell a formula', (language) => {
		const text = statementCsv(aStatement(), language);
		const lines = parse(text, { bom: true, columns: true, record_delimiter: '\r\n' }) as Array<Record<string, string>>;
		expect(lines).toHaveLength(3 + 4 + 1);
		const say = (word: keyof typeof STATEMENT_WORDS): string => STATEMENT_WORDS[word][language];
		expect(lines.map((line) => line[say('name')]).filter((name) => /^[=+\-@]/.test(name ?? ''))).toEqual([]);
		expect(text).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
		const ofDays = lines.filter((line) => line[say('section')] === say('day'));
		const total = lines.at(-1)!;
		expect(ofDays.reduce((sum, line) => sum + Number(line[say('mails')]), 0)).toBe(Number(total[say('mails')]));
		expect(total).toMatchObject({ [say('billable')]: '5107', [say('charged')]: '107', [say('cost')]: '0.267500' });
	});

	it.each(['en', 'zh'] as const)('as a page in %s → self-contained, everybody\'s words are text', (language) => {
		const page = renderStatementPage(aStatement(), language);
		expect(page).toContain(`<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">`);
		expect(page).not.toMatch(/<script|<link|<img|url\(|@import|https?:\/\/(?!evil)/);
		expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
		expect(page).toContain('Lumen &lt;Home&gt; &amp; Co');
		expect(page).toContain(STATEMENT_WORDS.agrees[language]);
		expect(page).not.toMatch(/\{\w+\}(?![^<]*<\/style>)(?=[^{}]*<\/(dd|p|td|figcaption|title)>)/);
	});

	it('a month without mail, one that goes on, one whose sums differ → each says so', () => {
		expect(renderStatementPage(aStatement(new Map(), {}, []), 'en')).toContain('Nothing was sent in this month.');
		expect(renderStatementPage({ ...aStatement(), isOver: false }, 'en')).toContain('not over yet');
		expect(renderStatementPage(aStatement(new Map([...COUNTERS, ['2026-11-02', 4_000]])), 'en')).toContain('The counter of 2026-11-02 says 4,000, the ledger has 4,003.');
	});
});
