import { description as aliExpress } from '../../nodes/SellerMailRecords/actions/order/syncAliExpress.operation';
import { description as mailchimp } from '../../nodes/SellerMailRecords/actions/suppression/syncMailchimp.operation';
import { readExample } from '../support/exampleWorkflow';

it.each([
	['aliexpress-order-sync.json', 'syncAliExpress', aliExpress, 'sellerMailAliExpressApi'], ['mailchimp-sync.json', 'syncMailchimp', mailchimp, 'mailchimpApi'],
] as const)('%s: its parameters are those of the panel, its credentials those of the node', (file, operation, description, credential) => {
	const node = readExample(file).nodes.find(({ type }) => type === 'n8n-nodes-seller-mail.sellerMailRecords');
	expect(node?.parameters).toMatchObject({ operation });
	const fields = description.map(({ name }) => name);
	expect(Object.keys(node?.parameters ?? {}).filter((name) => !['resource', 'operation', ...fields].includes(name))).toEqual([]);
	expect(Object.keys(node?.credentials ?? {}).sort()).toEqual([credential, 'sellerMailStoreApi'].sort());
});
