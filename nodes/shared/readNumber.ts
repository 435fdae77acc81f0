import { SellerMailError } from '../../core/shared/errors';

/** A number of the panel: n8n holds typed ones to the field's bounds, not those that an expression gives. @throws SellerMailError INPUT_INVALID naming the field */
export function readNumber(value: unknown, { label, least, most }: { label: string; least: number; most?: number }): number {
	const number = value === '' || value === null || typeof value === 'boolean' ? NaN : Number(value);
	if (number >= least && number <= (most ?? Number.MAX_SAFE_INTEGER)) return number;
	const bounds = most === undefined ? `${least.toLocaleString('en')} or more` : `from ${least.toLocaleString('en')} to ${most.toLocaleString('en')}`;
	throw new SellerMailError('INPUT_INVALID', { message: `“${label}” is not a number ${bounds}.`, nextStep: `Enter a number ${bounds}, or look at what the expression gives.`, context: { field: label } });
}
