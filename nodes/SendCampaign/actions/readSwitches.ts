import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { z } from 'zod';
import { shareSwitches } from '../../../core/compliance/switchedOff';
import { parseItemKey } from '../../../core/contract/parseItem';
import { addHint } from '../../shared/hint';

const switchesSchema = z.object({ switchedOff: z.array(z.string()).optional() }).passthrough();

/** The rules that Compliance Check was told to leave out for this item. @throws SellerMailError INPUT_INVALID naming item and field */
export function readSwitches(item: INodeExecutionData, itemIndex: number): string[] {
	if (item.json.compliance === undefined) return [];
	return parseItemKey(switchesSchema, item.json, 'compliance', { itemIndex, madeBy: 'Compliance Check' }).switchedOff ?? [];
}

/** What the items of one campaign agree on; a hint says which rules stay on nevertheless, and why. */
export function settleSwitches(context: IExecuteFunctions, campaign: string, sets: string[][]): string[] {
	const { switchedOff, disputed, ignored } = shareSwitches(sets);
	if (ignored.length > 0) addHint(context, `${campaign}: ${say(ignored)} can not be switched off; every mail is checked for it all the same.`, 'warning');
	if (disputed.length > 0) addHint(context, `${campaign}: ${say(disputed)} is switched off in some of the items only, so it stays on for all of them.`, 'warning');
	return switchedOff;
}

function say(rules: string[]): string {
	return `${rules.slice(0, 5).map((rule) => rule.slice(0, 40)).join(', ')}${rules.length > 5 ? ` and ${rules.length - 5} more` : ''}`;
}
