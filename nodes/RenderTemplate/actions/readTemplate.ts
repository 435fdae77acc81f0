import type { IExecuteFunctions } from 'n8n-workflow';
import type { TemplateOverrides, TemplateSource } from '../../../core/template/templateSource';

export interface TemplateRequest {
	source: TemplateSource;
	overrides: TemplateOverrides;
	isSample: boolean;
}

/** The panel's fields, read once for all items. */
export function readTemplate(context: IExecuteFunctions): TemplateRequest {
	const text = (name: string): string => String(context.getNodeParameter(name, 0, ''));
	const options = context.getNodeParameter('options', 0, {}) as { brandColour?: string; preheader?: string; isSample?: boolean; subject?: string };
	const isLibrary = text('templateFrom') === 'library';
	const overrides: TemplateOverrides = {
		...(isLibrary && options.subject ? { subject: options.subject } : {}),
		...(isLibrary && options.preheader ? { preheader: options.preheader } : {}),
		...(options.brandColour ? { brandColour: options.brandColour } : {}),
		...(text('languageFrom') === 'fixed' ? { language: text('language') } : {}),
	};
	const source: TemplateSource = isLibrary
		? { kind: 'library', name: text('templateName') }
		: { kind: 'own', purpose: text('purpose') === 'transactional' ? 'transactional' : 'marketing', subject: text('subject'), preheader: text('preheader'), html: text('html'), text: text('text') };
	return { source, overrides, isSample: options.isSample === true };
}
