import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import type { PageEvent } from '../../core/link/pageAnswer';
import type { Core } from '../../core/openCore';
import { toNodeError } from '../shared/toNodeError';
import { holdCore } from '../shared/withCore';
import { isOnOwnPort, readAddress, type PublishedAddress } from './readAddress';
import { toItems } from './startOn';

/** Serves the pages on their own port as long as the workflow is published; with n8n's webhook there is nothing to serve. */
export async function servePages(context: ITriggerFunctions): Promise<ITriggerResponse> {
	if (!isOnOwnPort(context) || context.getMode() === 'manual') return {};
	try {
		const published = readAddress(context);
		const held = await holdCore(context);
		const server = await serve(context, held.core, published).catch((error: unknown) => {
			held.release();
			throw toNodeError(context.getNode(), error);
		});
		return {
			closeFunction: async () => {
				await server.close();
				held.release();
			},
		};
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

type Server = Awaited<ReturnType<Core['pages']['serve']>>;

async function serve(context: ITriggerFunctions, core: Core, { shop, address }: PublishedAddress): Promise<Server> {
	try {
		// first: an address that nobody serves must not get into mails, nor push out one that works
		const server = await listen(context, core);
		await core.links.publish(shop, address);
		return server;
	} catch (error) {
		// what this workflow had entered before leads to a port that nobody serves now
		await core.links.unpublish(shop, address.workflowId);
		throw toNodeError(context.getNode(), error);
	}
}

async function listen(context: ITriggerFunctions, core: Core): Promise<Server> {
	return await core.pages.serve({
		host: String(context.getNodeParameter('host', '0.0.0.0')).trim() || '0.0.0.0',
		port: Number(context.getNodeParameter('port', 8025)),
		onEvent: (event: PageEvent) => {
			const items = toItems(context, event);
			if (items) context.emit([items]);
		},
	});
}
