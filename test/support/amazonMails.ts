import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IncomingMail } from '../../core/messaging/incomingMail';
import { readMailItem } from '../../core/messaging/mailItem.parser';

/** A fixture of test/fixtures/amazon as raw text; `replace` changes it first. */
export function rawAmazonMail(name: string, replace: Record<string, string> = {}): string {
	const text = readFileSync(join(__dirname, '..', 'fixtures', 'amazon', `${name}.eml`), 'utf8');
	return Object.entries(replace).reduce((changed, [from, to]) => changed.split(from).join(to), text);
}

export async function anAmazonMail(name: string, replace: Record<string, string> = {}): Promise<IncomingMail> {
	return await readMailItem({ raw: rawAmazonMail(name, replace) }, 0);
}
