import { makeComplianceReport, type CheckedItem } from '../../../../core/compliance/report/complianceReport';
import { renderReportPage } from '../../../../core/compliance/report/reportPage';
import { REPORT_WORDS } from '../../../../core/compliance/report/reportWords';
import type { FindingItem } from '../../../../core/contract/items';
import { NOW } from '../../../support/mails';

const aFinding = (fields: Partial<FindingItem> = {}): FindingItem => ({ rule: 'image-share', outcome: 'violation', kind: 'content', message: 'Too much picture.', evidence: '70 %', fix: 'Add text.', ...fields });
const anItem = (itemIndex: number, findings: FindingItem[] = [], fields: Partial<CheckedItem> = {}): CheckedItem => ({
	itemIndex, shop: 'demo', language: 'es', country: 'ES',
	compliance: { outcome: findings[0]?.outcome ?? 'pass', checkedAt: NOW, findings, profile: 'marketing' }, ...fields,
});
const report = (items: CheckedItem[], failed = 0) => makeComplianceReport(items, failed, NOW);

describe('a run summed up', () => {
	it('counts items by outcome, rules by items; violations first, then the most frequent', () => {
		const review = aFinding({ rule: 'value-in-first-50', outcome: 'needsReview' });
		const result = report([anItem(0), anItem(1, [aFinding(), review]), anItem(2, [review]), anItem(3, [review])], 2);
		expect(result).toMatchObject({ checked: 4, passed: 1, needsReview: 2, violations: 1, failed: 2, shops: ['demo'], profiles: ['marketing'] });
		expect(result.rules.map(({ rule, outcome, count }) => [rule, outcome, count])).toEqual([['image-share', 'violation', 1], ['value-in-first-50', 'needsReview', 3]]);
		expect(result.rules[1]?.items.map(({ itemIndex }) => itemIndex)).toEqual([1, 2, 3]);
	});

	it('an audience with the same rule in two of its languages is one item', () => {
		expect(report([anItem(0, [aFinding({ message: 'a' }), aFinding({ message: 'b' })])]).rules).toMatchObject([{ count: 1, messages: [{ text: 'a', count: 1 }, { text: 'b', count: 1 }] }]);
	});

	it('the rules of a profile are listed, also those that found nothing', () => {
		const ids = (profile: string): string[] => report([anItem(0, [], { compliance: { outcome: 'pass', checkedAt: 1, findings: [], profile } })]).checkedRules.map(({ id }) => id);
		expect(ids('marketing')).toEqual(expect.arrayContaining(['consent-state', 'image-share']));
		expect(ids('transactional')).not.toContain('image-share');
		expect(ids('amazonMessage')).toEqual(expect.arrayContaining(['AMZ-PHONE']));
		expect(ids('amazonMessage')).not.toContain('size');
	});

	it.each([
		['ana@correo.example', '…@…'],
		['Hi <ana.b+c@correo.example>, hi', 'Hi <…@…>, hi'],
		['"ana@例子.测试"', '"…@…"'],
	])('an address in the evidence (%s) is not shown', (evidence, shown) => {
		expect(report([anItem(0, [aFinding({ evidence })])]).rules[0]?.evidence[0]?.text).toBe(shown);
	});

	it('nobody to check → a report that says so', () => {
		expect(renderReportPage(report([]), 'en')).toContain('Nothing was found.');
	});
});

describe('the page', () => {
	it('of 10,000 mails, each with its own long evidence, is as small as that of twenty', () => {
		const items = Array.from({ length: 10_000 }, (_, index) => anItem(index, [aFinding({ evidence: `${index} ${'長い'.repeat(3_000)}` })]));
		const page = renderReportPage(report(items), 'en');
		expect(Buffer.byteLength(page)).toBeLessThan(40_000);
		expect(page).toContain('10,000 of 10,000 items');
		expect(page).toMatch(/item 19 .*and 9,980 more/);
	});

	const HOSTILE = '"><script>x</script></bdi></dd></section><style>*{display:none}</style>\u202e';
	it.each(['message', 'evidence', 'law', 'fix', 'rule'] as const)('hostile words as %s stay words', (key) => {
		const page = renderReportPage(report([anItem(0, [aFinding({ [key]: HOSTILE })], { language: HOSTILE, country: HOSTILE, shop: HOSTILE })]), 'en');
		expect(page.match(/<style/g)).toHaveLength(1);
		expect(page).not.toContain('<script');
		expect(page.match(/<section/g)?.length).toBe(page.match(/<\/section>/g)?.length);
	});

	it('cut in the middle of a character it is still valid text', () => {
		const page = renderReportPage(report([anItem(0, [aFinding({ evidence: `${'a'.repeat(199)}😀😀` })])]), 'en');
		expect(page.isWellFormed()).toBe(true);
	});

	it.each(['en', 'zh'] as const)('says everything in %s, and which rules were switched off', (language) => {
		const off = anItem(1, []);
		const page = renderReportPage(report([anItem(0, [aFinding({ rule: 'calls-to-action' })]), { ...off, compliance: { ...off.compliance, switchedOff: ['image-share'] } }], 1), language);
		for (const word of ['title', 'totals', 'switchedOff', 'failed', 'off', 'marketing', 'evidence', 'fix'] as const) expect(page).toContain(REPORT_WORDS[word][language]);
		expect(page).not.toMatch(/undefined|\{n\}|\{total\}/);
	});
});
