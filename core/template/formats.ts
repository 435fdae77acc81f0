import { SellerMailError } from '../shared/errors';
import { minorDigits, type Money } from '../shared/money';

/** Money and dates as one language and time zone write them. */
export interface Formats {
	/** @throws SellerMailError INPUT_INVALID when it is no `{amountMinor, currency}` */
	money(value: unknown): string;
	/** @throws SellerMailError INPUT_INVALID when it is no epoch ms */
	date(value: unknown): string;
	/** `20%` for 20, with the sign where the language puts it */
	percent(value: number): string;
}

/** More than the zones there are in use; a bound because zones come with the data. */
const MAX_KEPT = 1_000;

/** Makes formats that are kept: an Intl formatter costs as much as a whole mail. One per compiled template. */
export function makeFormatCache(): (locale: string, timeZone: string) => Formats {
	const formats = new Map<string, Formats>();
	return (locale, timeZone) => {
		const key = `${locale} ${timeZone}`;
		let found = formats.get(key);
		if (!found) {
			if (formats.size >= MAX_KEPT) formats.clear();
			found = makeFormats(locale, timeZone);
			formats.set(key, found);
		}
		return found;
	};
}

function makeFormats(locale: string, timeZone: string): Formats {
	const currencies = new Map<string, (amountMinor: number) => string>();
	const dates = makeDateFormat(locale, timeZone);
	const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
	return {
		money(value) {
			const { amountMinor, currency } = toMoney(value);
			const format = currencies.get(currency) ?? keep(currencies, currency, makeMoneyFormat(locale, currency));
			return format(amountMinor);
		},
		date(value) {
			if (typeof value !== 'number' || !Number.isFinite(value) || Math.abs(value) > 8.64e15) throw wrong('a time', 'epoch milliseconds');
			return dates.format(value);
		},
		percent: (value) => percents.format(value / 100),
	};
}

function keep<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): Value {
	if (map.size >= MAX_KEPT) map.clear();
	map.set(key, value);
	return value;
}

/** Prices of a shop come back from mail to mail: what was written once is kept. */
function makeMoneyFormat(locale: string, currency: string): (amountMinor: number) => string {
	const digits = minorDigits(currency);
	const format = new Intl.NumberFormat(locale, { style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits });
	const written = new Map<number, string>();
	return (amountMinor) => written.get(amountMinor) ?? keep(written, amountMinor, format.format((amountMinor || 0) / 10 ** digits));
}

/** UTC for a zone that this machine doesn't know: a date a day off is better than no mail. */
function makeDateFormat(locale: string, timeZone: string): Intl.DateTimeFormat {
	try {
		return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone });
	} catch {
		return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
	}
}

function toMoney(value: unknown): Money {
	const money = value as Partial<Money> | null;
	if (!Number.isSafeInteger(money?.amountMinor) || !/^[A-Z]{3}$/.test(money?.currency ?? '')) throw wrong('an amount', '{amountMinor, currency}');
	return money as Money;
}

function wrong(what: string, expected: string): SellerMailError {
	return new SellerMailError('INPUT_INVALID', { message: `A template shows ${what} that is not ${expected}.` });
}
