import { z } from 'zod';
import { CONSENT_BASES } from '../contract/records';
import { isTimeZone } from '../shared/timeZone';
import { IMPORT_KINDS } from './importFields';

const evidence = (what: string) => z.string({ required_error: what }).trim().min(3, what).max(300);

/** What an import has to say about itself (requirement M4), and how its file is read. */
export const importRequestSchema = z.object({
	shopId: z.string().min(1),
	kind: z.enum(IMPORT_KINDS),
	/** who decided that these data may be imported; kept as evidence */
	authorisedBy: evidence('say who authorised the import'),
	/** where the data come from; kept as evidence */
	source: evidence('say where the data come from'),
	/** on what basis these buyers may get marketing; `none`: they may not */
	consentBasis: z.enum(['none', ...CONSENT_BASES]),
	/** column → field; guessed when left out. An empty field ignores the column. */
	mapping: z.record(z.string()).optional(),
	/** column → field, where the guess is wrong; the rest stays guessed. An empty field ignores the column. */
	corrections: z.record(z.string()).default({}),
	dateOrder: z.enum(['mdy', 'dmy']).optional(),
	/** of times that name none; the shop's when left out */
	timeZone: z.string().refine(isTimeZone, 'expected a time zone such as America/Sao_Paulo').optional(),
	/** of amounts that name none; the shop's when left out */
	currency: z.string().regex(/^[A-Z]{3}$/, 'expected three letters such as EUR').optional(),
	delimiter: z.string().length(1, 'expected one character such as ;').regex(/^[^"\r\n]$/, 'expected a character such as ; (no quotation mark, no line end)').optional(),
	encoding: z.string().min(1).optional(),
	/** rejected rows that are named one by one; all are counted */
	maxRejected: z.number().int().nonnegative().default(1_000),
});

export type ImportRequest = z.input<typeof importRequestSchema>;
export type SettledImport = z.output<typeof importRequestSchema>;
