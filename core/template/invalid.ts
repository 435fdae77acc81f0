import { SellerMailError } from '../shared/errors';

/** TEMPLATE_INVALID with the place in front: "Template `spring`, subject uses a partial". */
export function invalid(place: string, what: string): SellerMailError {
	return new SellerMailError('TEMPLATE_INVALID', { message: `${capitalise(place)} ${what}.`, context: { place } });
}

/** For a place that begins a sentence. */
export function capitalise(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
