import type { INodeProperties } from 'n8n-workflow';

/** *Shop*: from the list or by id. Needs `methods.listSearch.searchShops`. */
export function shopField(show?: Record<string, string[]>): INodeProperties {
	return {
		displayName: 'Shop',
		name: 'shop',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		...(show ? { displayOptions: { show } } : {}),
		description: 'The shop whose buyers, campaigns and settings are meant',
		modes: [
			{ displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod: 'searchShops', searchable: true } },
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'demo' },
		],
	};
}

/** *Campaign*: an existing one from the list, or a name. Needs `methods.listSearch.searchCampaigns`. */
export function campaignField(show: Record<string, string[]>, options: { isRequired: boolean; description: string }): INodeProperties {
	return {
		displayName: 'Campaign',
		name: 'campaign',
		type: 'resourceLocator',
		default: { mode: 'name', value: '' },
		required: options.isRequired,
		displayOptions: { show },
		description: options.description,
		modes: [
			{ displayName: 'By Name', name: 'name', type: 'string', placeholder: options.isRequired ? 'autumn-carts' : 'all campaigns' },
			{ displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod: 'searchCampaigns', searchable: true } },
		],
	};
}
