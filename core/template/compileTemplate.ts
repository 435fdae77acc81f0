import { findJurisdiction, labelSubject } from '../compliance/jurisdiction';
import { fillsReaderWindow } from '../compliance/facts/valueProposition';
import type { MailItem, MailPurpose } from '../contract/items';
import { SellerMailError } from '../shared/errors';
import { isStatedNone, type Brand } from '../shop/senderProfile';
import { bytesOf } from './byteCount';
import { cleanName, cleanText, cleanUrl, toSubject } from './cleanText';
import { compileExpression, type Expression } from './expressions';
import { makeSubject } from './makeSubject';
import type { CommonValues } from './fillCommonOnce';
import { invalid } from './invalid';
import { findNearest } from './findNearest';
import { makeFormatCache, type Formats } from './formats';
import { makeBrandColours } from './layout/brandColours';
import { composeDocument, composeFooterText, withoutDoubleStop } from './layout/composeDocument';
import { ko } from './languages/ko';
import { en } from './languages/en';
import { chooseTexts, namesVariant, placeOf, type ChosenTexts } from './chooseTexts';
import { commonValuesOf, makeViews, type Views } from './commonValues';
import { checkTexts, oneLine } from './checkTexts';
import { mergeData } from './mergeData';
import { readOwnSource, type OwnContent } from './ownSource';
import { resolveLanguage, type ResolvedLanguage } from './resolveLanguage';
import type { LibraryTemplate, TemplateParts } from './templates/libraryTemplate';
import { TEMPLATES } from './templates/registry';
import { replaceTexts } from './templateTexts';
import type { CompiledTemplate, CompileOptions, RenderInput, TemplateOverrides, TemplateSource } from './templateSource';

export type { CompiledTemplate } from './templateSource';

/** Where a template's texts come from once its source is read; own sources have one for all languages. */
interface Template {
	name: string;
	purpose: MailPurpose;
	makeView: LibraryTemplate['makeView'];
	compose(resolved: ResolvedLanguage, texts: ChosenTexts): TemplateParts;
	footerReason?: LibraryTemplate['footerReason'];
	frame: { kind: 'library' } | { kind: 'own'; styles: string };
}

/** A template in one language, ready to be filled in. */
interface Compiled {
	subject: Expression;
	preheader: Expression;
	html: Expression;
	text: Expression;
}

/**
 * Compiles a template; each language is compiled once, at its first mail. Pure and synchronous.
 * @throws SellerMailError NOT_FOUND for an unknown library template, TEMPLATE_INVALID with the reason
 */
export function compileTemplate(source: TemplateSource, options: CompileOptions): CompiledTemplate {
	const template = source.kind === 'own' ? fromOwn(readOwnSource(source)) : fromLibrary(source.name);
	checkTexts(source, options.overrides);
	const brand = makeBrand(options.brand, options.overrides);
	const languages = new Map<string, Compiled>();
	const formatsFor = makeFormatCache();
	const views = makeViews(template, brand.shown, options.sharedData);
	const common = commonValuesOf(brand.values, views, options.sharedData);
	const compiledFor = (resolved: ResolvedLanguage, variant?: string): Compiled => {
		const { language } = resolved.strings;
		const key = namesVariant(options.overrides, variant) ? `${language} ${variant}` : language;
		let compiled = languages.get(key);
		if (!compiled) {
			compiled = compileLanguage(template, { resolved, brand: brand.shown, texts: chooseTexts(options.overrides, language, variant), common });
			languages.set(key, compiled);
		}
		return compiled;
	};
	// compiled now, so that a bad source is found here and not at the first buyer
	compiledFor(resolveLanguage(options.overrides?.language ?? 'en'));
	return {
		name: template.name,
		purpose: template.purpose,
		dataOf: (own) => mergeData(options.sharedData, own),
		render(input) {
			const resolved = resolveLanguage(options.overrides?.language ?? input.language ?? input.buyer.language);
			const formats = formatsFor(resolved.locale, input.buyer.timeZone);
			return renderMail({ template, compiled: compiledFor(resolved, input.variant), resolved, formats, brand, views }, input);
		},
	};
}

function fromLibrary(name: string): Template {
	const template = TEMPLATES.find((candidate) => candidate.name === name);
	if (template) return { ...template, compose: ({ strings }, texts) => template.compose(replaceTexts(strings, template.name, texts)), frame: { kind: 'library' } };
	const known = TEMPLATES.map((candidate) => `\`${candidate.name}\``).join(', ');
	const nearest = findNearest(name, [Object.fromEntries(TEMPLATES.map((candidate) => [candidate.name, true]))]);
	throw new SellerMailError('NOT_FOUND', {
		message: `There is no library template \`${cleanText(name, 60) ?? ''}\`${nearest ? `; did you mean \`${nearest}\`?` : '.'} Known: ${known}.`,
		nextStep: 'Choose a template from the list in Render Template.',
	});
}

function fromOwn(own: OwnContent): Template {
	return { name: own.name, purpose: own.purpose, makeView: () => ({}), compose: () => own.parts, frame: { kind: 'own', styles: own.styles } };
}

type MadeBrand = ReturnType<typeof makeBrand>;

function makeBrand(brand: Brand, overrides: TemplateOverrides | undefined) {
	const shown: Brand = {
		...brand,
		company: cleanText(brand.company, 200) ?? '',
		postalAddress: cleanText(brand.postalAddress, 300) ?? '',
		phone: cleanText(brand.phone, 60) ?? '',
		contactEmail: cleanText(brand.contactEmail, 254),
		registrationNumber: stated(brand.registrationNumber),
		vatNumber: stated(brand.vatNumber),
		legalRepresentative: stated(brand.legalRepresentative),
	};
	return { shown, values: { brand: shown, webContact: webContactOf(shown), ...makeBrandColours(overrides?.brandColour ?? brand.colour) } };
}

/** An identity field as the footer shows it; "none" says that there is nothing to show. */
function stated(value: string | undefined): string | undefined {
	return isStatedNone(value) ? undefined : cleanText(value, 120);
}

/** Without an e-mail address the shop's own pages are the way to reach it, in text: an order's mail links nowhere. */
function webContactOf({ contactEmail, websiteUrl }: Brand): string | undefined {
	const url = contactEmail ? undefined : cleanUrl(websiteUrl);
	return url && new URL(url).host;
}

interface LanguageParts {
	resolved: ResolvedLanguage;
	brand: Brand;
	texts: ChosenTexts;
	common: readonly CommonValues[];
}

function compileLanguage(template: Template, { resolved, brand, texts, common }: LanguageParts): Compiled {
	const { strings } = resolved;
	const parts = template.compose(resolved, texts);
	const place = placeOf(template.name, texts);
	const frame = { strings, purpose: template.purpose, brand, reason: template.footerReason?.(strings) };
	const html = composeDocument({ ...frame, content: withoutDoubleStop(parts.html, brand), frame: template.frame });
	return {
		subject: compileExpression(oneLine(texts.subject?.text ?? parts.subject, place('subject')), { place: place('subject'), mode: 'text', common }),
		preheader: compileExpression(texts.preheader?.text ?? parts.preheader, { place: place('preheader'), mode: 'text', common }),
		html: compileExpression(html, { place: place('HTML'), mode: 'html', common }),
		text: compileExpression(`${withoutDoubleStop(parts.text, brand)}${composeFooterText(frame)}`, { place: place('text'), mode: 'text', common }),
	};
}

interface RenderParts {
	template: Template;
	compiled: Compiled;
	resolved: ResolvedLanguage;
	formats: Formats;
	brand: MadeBrand;
	views: Views;
}

function renderMail(parts: RenderParts, input: RenderInput): MailItem {
	const { template, compiled, resolved, formats } = parts;
	const jurisdiction = findJurisdiction(input.buyer.country);
	const context = makeContext(parts, input);
	const subject = makeSubject(context, (values) => compiled.subject(values, formats));
	const preheader = toSubject(compiled.preheader(context, formats));
	if (!subject) throw invalid(`template \`${template.name}\``, 'makes an empty subject from this item');
	const labelled = template.purpose === 'marketing' ? labelSubject(subject, jurisdiction) : subject;
	const filled = { ...context, ...placeViewLink(context, resolved, labelled, preheader), subject: labelled, preheader };
	const count = { extra: 0 };
	const html = compiled.html(filled, formats, count);
	return {
		purpose: template.purpose,
		template: template.name,
		language: resolved.strings.language,
		...(resolved.isFallback ? { languageFallback: true } : {}),
		subject: labelled,
		preheader,
		html,
		text: compiled.text(filled, formats),
		bytes: bytesOf(html, count),
	};
}

function makeContext({ template, resolved, formats, brand, views }: RenderParts, input: RenderInput): Record<string, unknown> {
	return {
		...views.of(input.data, formats),
		name: cleanName(input.buyer.name),
		buyer: input.buyer,
		data: input.data,
		...brand.values,
		unsubscribeUrl: unsubscribeUrlOf(template, input),
		viewUrl: template.purpose === 'marketing' && SAFE_URL.test(input.viewUrl ?? '') ? input.viewUrl : undefined,
		alsoUnsubscribe: secondUnsubscribeWord(input.buyer.country, resolved.strings.language),
		countryLine: findJurisdiction(input.buyer.country).footer.line,
	};
}

/** On top only behind what fills the first line of an inbox: a reader's first words are the offer, not this link. */
function placeViewLink({ viewUrl }: Record<string, unknown>, resolved: ResolvedLanguage, subject: string, preheader: string): Record<string, unknown> {
	if (!viewUrl) return {};
	return fillsReaderWindow(subject, preheader, resolved.strings.language) ? { viewUrlOnTop: viewUrl } : { viewUrlBelow: viewUrl };
}

/** Only characters that HTML leaves alone: the sender replaces this very string by each delivery's own. */
const SAFE_URL = /^https?:\/\/[A-Za-z0-9:/?=._~%-]+$/;

/** In an order's mail where the recipient's country wants it, as far as a link is known. */
function unsubscribeUrlOf(template: Template, { buyer, unsubscribeUrl }: RenderInput): string | undefined {
	if (template.purpose === 'marketing') return requireUnsubscribeUrl(template.name, unsubscribeUrl);
	return findJurisdiction(buyer.country).isUnsubscribeAlwaysNeeded && SAFE_URL.test(unsubscribeUrl ?? '') ? unsubscribeUrl : undefined;
}

function requireUnsubscribeUrl(template: string, url: string | undefined): string {
	if (url && SAFE_URL.test(url)) return url;
	throw new SellerMailError('INPUT_INVALID', {
		message: `Template \`${template}\` is marketing and needs an unsubscribe link${url ? ' made of letters, digits and :/?=._-~% only' : ''}.`,
		nextStep: 'Publish a workflow with a Seller Mail Trigger for this shop; links are made from its address.',
		context: { template },
	});
}

/** Korea wants the way out in Korean and in English (Network Act, Annex 6). */
function secondUnsubscribeWord(country: string | undefined, language: string): string | undefined {
	if (!findJurisdiction(country).extraChecks.includes('KR_BILINGUAL_OPT_OUT')) return undefined;
	if (language === 'ko') return en.footer.unsubscribe;
	return language === 'en' ? ko.footer.unsubscribe : `${ko.footer.unsubscribe} / ${en.footer.unsubscribe}`;
}
