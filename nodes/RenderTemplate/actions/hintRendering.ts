import type { IExecuteFunctions } from 'n8n-workflow';
import type { MailItem } from '../../../core/contract/items';
import { addHint } from '../../shared/hint';

/** "Rendered 4,812 mails in es (3,100), pt (1,712); biggest 31 KB; 12 fell back to English". */
export function hintRendering(context: IExecuteFunctions, mails: readonly MailItem[], emptyAudienceCount: number): void {
	if (emptyAudienceCount > 0) addHint(context, 'The audience is empty: the template is saved, and was tried on nobody. Segment Buyers says who was left out and why.', 'warning');
	if (mails.length === 0) return;
	const byLanguage = new Map<string, number>();
	for (const { language } of mails) byLanguage.set(language, (byLanguage.get(language) ?? 0) + 1);
	const languages = [...byLanguage].sort((a, b) => b[1] - a[1]).map(([language, count]) => `${language} (${count.toLocaleString('en')})`).join(', ');
	const biggest = mails.reduce((most, mail) => Math.max(most, mail.bytes ?? 0), 0);
	const fallbackCount = mails.filter((mail) => mail.languageFallback === true).length;
	const fallbacks = fallbackCount > 0 ? `; ${fallbackCount.toLocaleString('en')} fell back to English` : '';
	addHint(context, `Rendered ${mails.length.toLocaleString('en')} ${mails.length === 1 ? 'mail' : 'mails'} in ${languages}; biggest ${Math.ceil(biggest / 1024)} KB${fallbacks}`, fallbackCount > 0 ? 'warning' : 'info');
}
