import { checkMail } from '../../core/compliance/checkMail';
import { compileTemplate } from '../../core/template/compileTemplate';
import { LANGUAGES } from '../../core/template/languages/registry';
import { makeSample } from '../../core/template/sampleData';
import type { TextOverride } from '../../core/template/templateSource';
import { description } from '../../nodes/SegmentBuyers/actions/panel';
import { description as pickPanel } from '../../nodes/SendCampaign/actions/pickWinner.operation';
import { testOption } from '../../nodes/SendCampaign/actions/testOption';
import { readExample } from '../support/exampleWorkflow';
import { NOW, UNSUBSCRIBE_URL, aBrand, aRecipient } from '../support/mails';

const { nodes } = readExample('scheduled-repurchase.json');

describe('the scheduled repurchase example', () => {
	it('uses the panel\'s own fields: repurchase due, two variants and a hold-out, as an audience', () => {
		const { parameters } = nodes.find(({ name }) => name === 'Segment Buyers') ?? { parameters: {} };
		expect(Object.keys(parameters).filter((name) => !description.some((property) => property.name === name))).toEqual([]);
		expect(parameters).toMatchObject({ selectBy: 'preset', preset: 'repurchase-due', output: 'audience', options: { variantCount: 2, holdoutShare: 10 } });
	});

	it('keeps a test with the campaign and asks every evening for its winner, by the panels\' own fields', () => {
		const [send, pick] = ['Send Campaign', 'Pick A/B Winner'].map((wanted) => nodes.find(({ name }) => name === wanted)?.parameters ?? {});
		const { test } = (send?.options as { abTest: { test: Record<string, unknown> } }).abTest;
		const [panel] = testOption.options as Array<{ values: Array<{ name: string }> }>;
		expect(Object.keys(test).filter((name) => !panel?.values.some((field) => field.name === name))).toEqual([]);
		expect(Object.keys(pick ?? {}).filter((name) => name !== 'operation' && !pickPanel.some((field) => field.name === name))).toEqual([]);
		expect(pick).toMatchObject({ operation: 'pickWinner', campaign: send?.campaign, pick: 'test' });
	});
});

describe('its two variants', () => {
	const parameters: Record<string, unknown> = nodes.find(({ name }) => name === 'Render Template')?.parameters ?? {};
	const rows = (parameters.options as { texts: { text: TextOverride[] } }).texts.text;
	const template = compileTemplate({ kind: 'library', name: String(parameters.templateName) }, { brand: aBrand(), overrides: { texts: rows } });

	it.each(LANGUAGES.map(({ language }) => language))('in %s B has a subject of its own, and both pass every rule', (language) => {
		const { buyer, data } = makeSample(language);
		const mails = ['A', 'B'].map((variant) => template.render({ buyer, data, variant, unsubscribeUrl: UNSUBSCRIBE_URL }));
		expect(mails[0]?.subject).toContain('Coffee filters');
		expect(mails[1]?.subject).not.toContain('Coffee filters');
		for (const mail of mails) {
			const recipient = aRecipient({ country: buyer.country, language });
			expect(checkMail({ mail, brand: aBrand(), unsubscribeUrl: UNSUBSCRIBE_URL, recipient }, NOW).findings).toEqual([]);
		}
	});
});
