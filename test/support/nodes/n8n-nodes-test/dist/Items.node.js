/** A trigger for engine tests: emits the items given in its parameter `items` (JSON). */
class Items {
	constructor() {
		this.description = {
			displayName: 'Items', name: 'items', group: ['trigger'], version: 1, description: 'Emits items', defaults: { name: 'Items' },
			inputs: [], outputs: ['main'], properties: [{ displayName: 'Items', name: 'items', type: 'json', default: '[]' }],
		};
	}

	async execute() {
		const items = this.getNodeParameter('items', 0);
		return [items.map(({ binary, ...json }) => (binary ? { json, binary } : { json }))];
	}
}
exports.Items = Items;
