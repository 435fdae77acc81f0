import { compileContent } from '../../../core/template/compileContent';
import { makeSample } from '../../../core/template/sampleData';
import { templateBodySchema } from '../../../core/template/templateSource';
import { UNSUBSCRIBE_URL, aBrand } from '../../support/mails';

const SOURCE = { kind: 'library', name: 'abandoned-cart' } as const;
const render = (body: Partial<Parameters<typeof compileContent>[0]>, language: string) =>
	compileContent({ source: SOURCE, ...body }, aBrand()).render({ ...makeSample(language), unsubscribeUrl: UNSUBSCRIBE_URL });

describe('a content with templates that a shop has chosen for its sites', () => {
	const templatesBySite = { deu: 'repurchase-reminder', fra: 'abandoned-cart' };

	it('buyers of the site get the chosen one, the others the content\'s own', () => {
		expect(['de', 'fr', 'es'].map((language) => render({ templatesBySite }, language).template)).toEqual(['repurchase-reminder', 'abandoned-cart', 'abandoned-cart']);
	});

	it('colour and language go with it, texts do not: they were written for another template', () => {
		const overrides = { brandColour: '#aa0000', subject: 'Your cart: {{total}}', texts: [{ part: 'note' as const, text: 'x' }] };
		const mail = render({ templatesBySite, overrides }, 'de');
		expect(mail.subject).not.toContain('cart');
		expect(mail.html).toContain('#aa0000');
	});

	it.each([
		['an unknown template', 'winback', 'NOT_FOUND', 'Templates of site `deu`: There is no library template `winback`'],
		['order mail instead of advertising', 'logistics-update', 'INPUT_INVALID', 'Site `deu` uses template `logistics-update` instead of `abandoned-cart`, which is marketing'],
	])('%s → refused with the site', (_name, choice, code, message) => {
		expect(() => render({ templatesBySite: { deu: choice } }, 'es')).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }));
	});
});

it('a body as older versions stored it → the same mail', () => {
	const stored = JSON.parse(JSON.stringify({ source: SOURCE, brand: aBrand(), overrides: { subject: 'Your cart: {{total}}', preheader: 'Now', brandColour: '#aa0000', language: 'de' } })) as unknown;
	const body = templateBodySchema.parse(stored);
	expect(JSON.stringify(body)).toBe(JSON.stringify(stored)); // its id is the hash of this
	expect(compileContent(body, body.brand).render({ ...makeSample('es'), unsubscribeUrl: UNSUBSCRIBE_URL })).toMatchObject({ language: 'de', subject: 'Your cart: 38,40 €', preheader: 'Now' });
});
