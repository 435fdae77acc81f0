import { z, type ZodTypeAny } from 'zod';
import { DAY_MS } from '../shared/clock';
import { parseCountry } from '../shared/country';
import { explainEmailAddress, parseEmailAddress, type EmailAddress } from '../shared/emailAddress';
import { parseInstant, type InstantOptions } from '../shared/instant';
import { parseLanguage } from '../shared/language';
import { parseAmountMinor } from '../shared/money';
import { isTimeZone } from '../shared/timeZone';

/** How values without a zone, a date order or a currency of their own are read. */
export interface RecordOptions extends InstantOptions {
	currency: string;
	/** when the rows came: what has happened can't be much later; left out: not looked at */
	now?: number;
}

/** How far a time may lie ahead: clocks that go wrong, and times whose zone was left out. */
const MAX_AHEAD_MS = DAY_MS;

/** Empty cells and nulls are values that weren't given, not errors. */
export function optional<Schema extends ZodTypeAny>(schema: Schema) {
	return z.preprocess(blankToUndefined, schema.optional());
}

/** The same for a value that must be there. */
export function required<Schema extends ZodTypeAny>(schema: Schema) {
	return z.preprocess(blankToUndefined, schema);
}

/** How a value is read: `parse` answers `undefined` to what isn't as expected. */
export interface FieldReader<Value> {
	expected: string;
	parse(value: unknown): Value | undefined;
	/** why a value isn't as expected, in words that don't repeat it */
	explain?: ((value: unknown) => string | undefined) | undefined;
	/** why a value that could be read is not taken */
	refuse?(value: Value): string | undefined;
}

/** Text of one line: line breaks and control characters become spaces, what is too long is cut. */
export function lineReader(maxLength: number): FieldReader<string> {
	return {
		expected: 'text',
		parse(value) {
			if (typeof value !== 'string' && typeof value !== 'number') return undefined;
			return String(value).replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim().normalize('NFC').slice(0, maxLength) || undefined;
		},
	};
}

export const emailReader: FieldReader<EmailAddress> = { expected: 'an e-mail address such as ana@correo.example', parse: parseEmailAddress, explain: explainEmailAddress };

export const countryReader: FieldReader<string> = { expected: 'a country such as BR or Brazil', parse: (value) => (typeof value === 'string' ? parseCountry(value) : undefined) };

export const languageReader: FieldReader<string> = { expected: 'a language such as pt-BR', parse: (value) => (typeof value === 'string' ? parseLanguage(value) : undefined) };

export const timeZoneReader: FieldReader<string> = {
	expected: 'a time zone such as Europe/Madrid', parse: (value) => (typeof value === 'string' && isTimeZone(value) ? value : undefined),
};

function instantReader(options: InstantOptions): FieldReader<number> {
	return {
		expected: 'a time such as 2026-11-20T14:02:00Z or 2026-11-20 14:02 (or choose the date order, if it is ambiguous)',
		parse: (value) => parseInstant(value, options),
	};
}

export function pastInstantReader(options: RecordOptions): FieldReader<number> {
	return {
		...instantReader(options),
		refuse(at) {
			if (options.now === undefined || at <= options.now + MAX_AHEAD_MS) return undefined;
			const days = Math.ceil((at - options.now) / DAY_MS);
			return `expected a time that has come already (24 hours ahead at most), got one that is ${days} days ahead; check its year, time zone and date order`;
		},
	};
}

/** A day or only its year; of the past, and of people who may live. */
export const birthDateReader: FieldReader<string> = {
	expected: 'a date of birth such as 1990-05-31, or its year',
	parse(value) {
		const text = typeof value === 'number' ? String(value) : value;
		const [, year, day] = (typeof text === 'string' && /^\s*((?:19|20)\d{2})(-\d{2}-\d{2})?(?:T[\d:.]+Z?)?\s*$/.exec(text)) || [];
		if (!year) return undefined;
		if (!day) return year;
		const at = new Date(`${year}${day}T00:00:00Z`);
		return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(`${year}${day}`) ? `${year}${day}` : undefined;
	},
};

export const birthDateField = fieldOf(birthDateReader);

export function lineText(maxLength: number) {
	return fieldOf(lineReader(maxLength));
}

export const emailField = fieldOf(emailReader);

export const countryField = fieldOf(countryReader);

export const languageField = fieldOf(languageReader);

export const timeZoneField = fieldOf(timeZoneReader);

export const currencyField = read('a currency such as EUR', (value) => {
	const text = typeof value === 'string' ? value.trim().toUpperCase() : '';
	return /^[A-Z]{3}$/.test(text) ? text : undefined;
});

/** Amazon's words for it are AFN (also FBA) and MFN (also FBM). */
export const fulfilmentField = read('amazon (FBA, AFN) or merchant (MFN, FBM)', (value): 'amazon' | 'merchant' | undefined => {
	const text = String(value).trim().toLowerCase();
	if (/^(amazon|fba|afn)$/.test(text)) return 'amazon';
	return /^(merchant|fbm|mfn)$/.test(text) ? 'merchant' : undefined;
});

/** Only https and http: the address ends up in mails. */
export const urlField = read('a web address that begins with https://', (value) => {
	if (typeof value !== 'string' || value.length > 2000 || !URL.canParse(value)) return undefined;
	return /^https?:$/.test(new URL(value).protocol) ? value.trim() : undefined;
});

export function instantField(options: InstantOptions) {
	return fieldOf(instantReader(options));
}

/** The same for what has happened already: further than 24 hours in the future is a mistake, not a fact. */
export function pastInstantField(options: RecordOptions) {
	return fieldOf(pastInstantReader(options));
}

/** Major units as number or text, or `{amountMinor, currency}`; the currency may come from a neighbour field. */
export const amountField = z.union([
	z.number().finite().transform((value) => String(Number(value.toFixed(4)))),
	z.string().transform((value) => value.replace(/[^\d.,'\s-]/g, '').trim()),
	z.object({ amountMinor: z.number().int(), currency: z.string().regex(/^[A-Z]{3}$/) }),
], { errorMap: () => ({ message: 'expected an amount such as 38.40' }) });

export type Amount = z.infer<typeof amountField>;

/** In minor units, with the currency that counts; `undefined` when it is no amount. */
export function settleAmount(amount: Amount | undefined, currency: string): { amountMinor: number; currency: string } | undefined {
	if (amount === undefined) return undefined;
	if (typeof amount === 'object') return amount;
	const amountMinor = parseAmountMinor(amount, currency);
	return amountMinor === undefined ? undefined : { amountMinor, currency };
}

/** A field by its parser; `expected` is what a person reads when it gives nothing, `explain` may tell why. */
export function read<Value>(expected: string, parse: (value: unknown) => Value | undefined, explain?: (value: unknown) => string | undefined) {
	return fieldOf({ expected, parse, explain });
}

function fieldOf<Value>(reader: FieldReader<Value>) {
	return z.unknown().transform((value, context): Value => {
		const reading = readValue(reader, value);
		if (reading.isRead) return reading.value;
		context.addIssue({ code: 'custom', message: reading.reason });
		return z.NEVER;
	});
}

/** One value by its reader, or why it was refused: what was expected and what came. */
export function readValue<Value>(reader: FieldReader<Value>, value: unknown): { isRead: true; value: Value } | { isRead: false; reason: string } {
	const parsed = reader.parse(value);
	if (parsed === undefined) return { isRead: false, reason: describeMismatch(reader, value) };
	const reason = reader.refuse?.(parsed);
	return reason === undefined ? { isRead: true, value: parsed } : { isRead: false, reason };
}

function describeMismatch({ expected, explain }: FieldReader<unknown>, value: unknown): string {
	const why = value === undefined ? undefined : explain?.(value);
	return `expected ${expected}, got ${describeValue(value)}${why ? `: ${why}` : ''}`;
}

/** What came, without giving away a person's data. */
function describeValue(value: unknown): string {
	if (value === undefined || value === null || value === '') return 'nothing';
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	if (typeof value !== 'string') return Array.isArray(value) ? 'a list' : 'an object';
	return /^[\d\s/.:,TZ+-]{1,30}$/.test(value) ? `“${value}”` : `a text of ${value.length} characters`;
}

/** Nothing, or blanks only. */
export function blankToUndefined(value: unknown): unknown {
	return value === null || (typeof value === 'string' && value.trim() === '') ? undefined : value;
}
