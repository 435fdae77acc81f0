import type { IExecuteFunctions } from 'n8n-workflow';
import type { SegmentPreview } from '../../../core/segment/preview.flow';
import { addHint, sayCounts } from '../../shared/hint';

export interface SegmentCounts {
	count: number;
	bySite: Record<string, number>;
	leftOut: Record<string, number>;
	/** our own limit on items cut the rest off */
	isCut?: boolean;
}

/** "4,812 to mail on 11 sites; left out: 120 unsubscribed, 68 no consent". An empty segment says what to look at. */
export function hintSegment(context: IExecuteFunctions, { count, bySite, leftOut, isCut }: SegmentCounts, asOf: number): void {
	if (isCut) addHint(context, `Only the first ${count.toLocaleString('en')} are handed out, and there are more. Choose Output: Audience to get them all.`, 'warning');
	const left = sayCounts(leftOut);
	if (count > 0) return addHint(context, `${count.toLocaleString('en')} to mail on ${Object.keys(bySite).length} sites${left ? `; left out: ${left}` : ''}.`);
	const advice = left ? `; left out: ${left}.` : `. Nothing in the store fits as of ${new Date(asOf).toISOString()}: check shop, sites, and the preset's times or the conditions.`;
	addHint(context, `Nobody to mail${advice}`, 'warning');
}

/** The same of a preview, in its own words: nothing has happened. And what became of the buyer who was asked about. */
export function hintPreview(context: IExecuteFunctions, preview: SegmentPreview): void {
	const { count, buyerCount, isBuyerCountEstimated, explanation } = preview;
	const several = count === buyerCount ? '' : ` They are ${isBuyerCountEstimated ? 'about ' : ''}${buyerCount.toLocaleString('en')} buyers, some of them with several mails.`;
	hintSegment(context, preview, preview.asOf);
	addHint(context, `Preview: nothing was kept, nobody is mailed.${several}`);
	if (explanation) addHint(context, `Explain Buyer: ${explanation.answer}${explanation.nextStep ? ` ${explanation.nextStep}` : ''}`, explanation.outcome === 'in' ? 'info' : 'warning');
}
