import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { Removal, RemovalInput } from '../../../../core/consent/suppression.flow';
import { shopField } from '../../../shared/fields';
import { addHint } from '../../../shared/hint';
import { runPerItem } from '../../../shared/runPerItem';
import { withCore } from '../../../shared/withCore';
import { everyShopField, readScope } from '../personFields';
import { readShop } from '../readShop';
import { ALL_REASON_OPTIONS } from './reasons';

const show = { resource: ['suppression'], operation: ['remove'] };

export const description: INodeProperties[] = [
	shopField(show),
	everyShopField(show, 'Whether the one that holds for every shop is meant, not this shop\'s own. Default: off.'),
	{ displayName: 'E-Mail', name: 'email', type: 'string', default: '', required: true, displayOptions: { show }, placeholder: 'ana@correo.example' },
	{
		displayName: 'Which', name: 'reason', type: 'options', default: '', displayOptions: { show }, options: [{ name: '(All but Erased)', value: '' }, ...ALL_REASON_OPTIONS],
		description: 'Who has unsubscribed or complained stays without consent: only the buyer\'s own new consent brings marketing back',
	},
	{ displayName: 'Why', name: 'why', type: 'string', default: '', required: true, displayOptions: { show }, placeholder: 'entered by mistake, Li Wei', description: 'Who decided it and what for; kept with the suppression' },
];

export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withCore(this, async (core) => await runPerItem(this, 2, async (item, itemIndex) => {
		const reason = String(this.getNodeParameter('reason', itemIndex, '')) as RemovalInput['reason'] | '';
		const removal = await core.consent.removeSuppression({
			shopId: readScope(this, itemIndex, readShop(this, itemIndex)), email: String(this.getNodeParameter('email', itemIndex)),
			reason: reason || undefined, why: String(this.getNodeParameter('why', itemIndex)),
		});
		const message = say(removal);
		addHint(this, message, removal.stillStoppedBy.length > 0 ? 'warning' : 'info');
		return { output: 0, json: { ...item.json, removal: { ...removal, message } } };
	}));
}

function say({ removed, stillStoppedBy }: Removal): string {
	const ended = removed.length > 0 ? `Removed: ${removed.map(({ reason }) => reason).join(', ')}.` : 'Nothing was in force here.';
	const others = stillStoppedBy.filter((reason) => reason !== 'withdrawn');
	const rest = others.length > 0 ? ` Still in force: ${others.join(', ')}.` : '';
	return stillStoppedBy.includes('withdrawn') ? `${ended}${rest} The consent stays withdrawn: marketing needs the buyer's own new consent.` : `${ended}${rest}`;
}
