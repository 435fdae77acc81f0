import { checkMail } from '../../core/compliance/checkMail';
import { compileTemplate } from '../../core/template/compileTemplate';
import { LANGUAGES } from '../../core/template/languages/registry';
import { makeSample } from '../../core/template/sampleData';
import type { TextOverride } from '../../core/template/templateSource';
import { description } from '../../nodes/SegmentBuyers/actions/panel';
import { readExample } from '../support/exampleWorkflow';
import { NOW, UNSUBSCRIBE_URL, aBrand, aRecipient } from '../support/mails';

const { nodes } = readExample('scheduled-repurchase.json');

describe('the scheduled repurchase example', () => {
	it('uses the panel\'s own fields: repurchase due, two variants and a hold-out, as an audience', () => {
		const { parameters } = nodes.find(({ name }) => name === 'Segment Buyers') ?? { parameters: {} };
		expect(Object.keys(parameters).filter((name) => !description.some((property) => property.name === name))).toEqual([]);
		expect(parameters).toMatchObject({ selectBy: 'preset', preset: 'repurchase-due', output: 'audience', options: { variantCount: 2, holdoutShare: 10 } });
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
