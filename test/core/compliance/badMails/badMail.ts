import type { CheckInput } from '../../../../core/compliance/checkMail';
import type { MailItem } from '../../../../core/contract/items';
import { UNSUBSCRIBE_URL, aBrand } from '../../../support/mails';
import { FOOTER, aWellMadeMail } from '../../../support/wellMadeMail';

/** One thing wrong with a mail that is well made otherwise. */
export interface BadMail {
	name: string;
	/** the rule meant */
	rule: string;
	outcome: 'violation' | 'needsReview';
	mail: MailItem;
	input?: Partial<CheckInput>;
	/** rules that can't but speak too: an unreadable page has no footer either */
	also?: readonly string[];
}

type Row = readonly [name: string, mail: MailItem, input?: Partial<CheckInput>, also?: readonly string[]];

/** Bad mails of one rule. */
export function badMailsOf(rule: string, outcome: BadMail['outcome'], rows: readonly Row[]): BadMail[] {
	return rows.map(([name, mail, input, also]) => ({ name, rule, outcome, mail, ...(input ? { input } : {}), ...(also ? { also } : {}) }));
}

/** A well-made mail with one part of its HTML replaced; fails when the part isn't there. */
export function changed(from: string | RegExp, to: string, fields: Parameters<typeof aWellMadeMail>[0] = {}): MailItem {
	const mail = aWellMadeMail(fields);
	const html = mail.html.replace(from, () => to);
	if (html === mail.html) throw new Error(`nothing to change: ${String(from)}`);
	return { ...mail, html };
}

export const { company: COMPANY, postalAddress: ADDRESS, phone: PHONE } = aBrand();
export { FOOTER, UNSUBSCRIBE_URL };

/** Text for machines, of no honest use in a mail. */
export const FILLER = 'Cheap watches, pills without prescription, casino bonus, crypto profit, hot singles. '.repeat(3);
