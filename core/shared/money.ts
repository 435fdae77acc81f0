/** An amount in the currency's minor unit (cents; yen have none). Never a float. */
export interface Money {
	amountMinor: number;
	/** ISO 4217, upper case */
	currency: string;
}

const MINOR_DIGITS: Readonly<Record<string, number>> = { JPY: 0, KRW: 0, VND: 0, CLP: 0, KWD: 3, BHD: 3, OMR: 3, JOD: 3, TND: 3 };

/** Digits behind the decimal point of a currency (ISO 4217); 2 where nothing else is known. */
export function minorDigits(currency: string): number {
	return MINOR_DIGITS[currency] ?? 2;
}

/** Parses `"38.40"`, `"1,234.50"`, `"1.234,50"` or `38.4` to minor units; `undefined` when it is no amount. */
export function parseAmountMinor(input: string | number, currency: string): number | undefined {
	const digits = minorDigits(currency);
	const text = String(input).replace(/[\s\u00a0\u202f']/g, '');
	if (!/^-?[\d.,]+$/.test(text)) return undefined;
	const decimalAt = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','));
	const hasDecimals = decimalAt >= 0 && text.length - decimalAt - 1 <= Math.max(digits, 2) && /\d/.test(text.slice(decimalAt + 1));
	const whole = (hasDecimals ? text.slice(0, decimalAt) : text).replace(/[.,]/g, '');
	const fraction = hasDecimals ? text.slice(decimalAt + 1) : '';
	const minor = Number(`${whole}${fraction.padEnd(digits, '0').slice(0, digits)}`);
	return Number.isSafeInteger(minor) ? minor : undefined;
}
