import type { IExecuteFunctions } from 'n8n-workflow';
import { SellerMailError } from '../../../core/shared/errors';
import { readSharedData } from '../../../core/template/readSharedData';
import { textOverrideSchema, type TemplateOverrides, type TemplateSource, type TextOverride } from '../../../core/template/templateSource';

export interface TemplateRequest {
	source: TemplateSource;
	overrides: TemplateOverrides;
	sharedData?: Record<string, unknown>;
	/** each site's own choice of template goes before the one of the panel */
	followsSites: boolean;
	isSample: boolean;
	/** `undefined`: mails */
	preview?: { languages: string[] };
}

interface Options {
	brandColour?: string;
	preheader?: string;
	isSample?: boolean;
	subject?: string;
	followsSites?: boolean;
	sharedData?: unknown;
	texts?: { text?: TextRow[] };
}

interface TextRow {
	variant?: string;
	language?: string;
	part?: string;
	text?: string;
}

/** The panel's fields, read once for all items. @throws SellerMailError INPUT_INVALID */
export function readTemplate(context: IExecuteFunctions): TemplateRequest {
	const text = (name: string): string => String(context.getNodeParameter(name, 0, ''));
	const options = context.getNodeParameter('options', 0, {}) as Options;
	const isLibrary = text('templateFrom') === 'library';
	const source: TemplateSource = isLibrary
		? { kind: 'library', name: text('templateName') }
		: { kind: 'own', purpose: text('purpose') === 'transactional' ? 'transactional' : 'marketing', subject: text('subject'), preheader: text('preheader'), html: text('html'), text: text('text') };
	return {
		source,
		overrides: { ...readOverrides(options, isLibrary), ...(text('languageFrom') === 'fixed' ? { language: text('language') } : {}) },
		sharedData: readSharedData(options.sharedData),
		followsSites: isLibrary && options.followsSites !== false,
		isSample: options.isSample === true,
		...(text('output') === 'preview' ? { preview: { languages: context.getNodeParameter('previewLanguages', 0, []) as string[] } } : {}),
	};
}

function readOverrides({ subject, preheader, brandColour, texts }: Options, isLibrary: boolean): TemplateOverrides {
	const rows = (texts?.text ?? []).map(toText);
	return {
		...(isLibrary && subject ? { subject } : {}),
		...(isLibrary && preheader ? { preheader } : {}),
		...(brandColour ? { brandColour } : {}),
		...(rows.length > 0 ? { texts: rows } : {}),
	};
}

function toText({ variant, language, part, text }: TextRow, index: number): TextOverride {
	const only = (value: string | undefined): string | undefined => (!value || value === 'every' ? undefined : value);
	const parsed = textOverrideSchema.safeParse({ variant: only(variant), language: only(language), part, text });
	if (parsed.success) return parsed.data;
	const field = String(parsed.error.issues[0]?.path[0] ?? 'text');
	throw new SellerMailError('INPUT_INVALID', {
		message: `Texts, row ${index + 1}: “${field}” is ${text ? 'not one of the list, or too long' : 'empty'}.`,
		nextStep: 'Fill it in, or remove the row: without it the template\'s own text stays.',
		context: { field: `texts.${index}.${field}` },
	});
}
