import { SellerMailError } from '../shared/errors';
import type { Brand } from '../shop/senderProfile';
import { compileTemplate } from './compileTemplate';
import type { CompiledTemplate, CompileOptions, TemplateBody, TemplateSource } from './templateSource';

/**
 * A stored template ready to render: each mail from the library template that the shop has chosen for the buyer's site, else
 * from the content's own. A chosen template keeps its own texts: those of the content were written for another one.
 * @throws SellerMailError NOT_FOUND, TEMPLATE_INVALID, INPUT_INVALID
 */
export function compileContent(body: Pick<TemplateBody, 'overrides' | 'templatesBySite' | 'sharedData'> & { source: TemplateSource }, brand: Brand): CompiledTemplate {
	const main = compileTemplate(body.source, { brand, overrides: body.overrides, sharedData: body.sharedData });
	const bySite = Object.entries(body.templatesBySite ?? {}).filter(([, name]) => name !== main.name);
	if (bySite.length === 0) return main;
	const { brandColour, language } = body.overrides ?? {};
	const chosen = new Map<string, CompiledTemplate>();
	for (const [site, name] of bySite) {
		const template = chosen.get(name) ?? compileChoice(site, name, { brand, overrides: { brandColour, language }, sharedData: body.sharedData });
		if (template.purpose !== main.purpose) throw otherPurpose(site, name, main);
		chosen.set(name, template);
	}
	const nameOf = new Map(bySite);
	return { ...main, render: (input) => (chosen.get(nameOf.get(input.buyer.site) ?? '') ?? main).render(input) };
}

function compileChoice(site: string, name: string, options: CompileOptions): CompiledTemplate {
	try {
		return compileTemplate({ kind: 'library', name }, options);
	} catch (error) {
		if (!(error instanceof SellerMailError)) throw error;
		throw new SellerMailError(error.code, { message: `Templates of site \`${site}\`: ${error.message}`, nextStep: CORRECT_SITE, context: { template: name, site } });
	}
}

const CORRECT_SITE = 'Correct Templates in Seller Mail Records → Site, or switch off “Follow the Site\'s Choice”.';

/** Order mail must not become advertising because of a site's setting, nor the other way round. */
function otherPurpose(site: string, name: string, main: CompiledTemplate): SellerMailError {
	return new SellerMailError('INPUT_INVALID', {
		message: `Site \`${site}\` uses template \`${name}\` instead of \`${main.name}\`, which is ${main.purpose}; \`${name}\` is not.`,
		nextStep: CORRECT_SITE,
		context: { template: main.name, site },
	});
}
