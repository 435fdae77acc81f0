import type { ICredentialTestFunctions, ICredentialsDecrypted, INodeCredentialTestResult } from 'n8n-workflow';
import { testSenderConnection } from '../../core/openCore';
import { SellerMailError } from '../../core/shared/errors';
import { toSenderProfile } from './readSender';
import { toStoreSettings, withStore } from './withCore';

/** The *Test* of Seller Mail Store: opens it, creates or migrates it, reads from it. */
export async function testStore(this: ICredentialTestFunctions, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	return await answer(async () => {
		const settings = toStoreSettings(credential.data ?? {});
		const shops = await withStore(settings, async (core) => await core.shops.list());
		const where = settings.kind === 'sqlite' ? settings.file : `schema ${settings.schema} on ${settings.host}`;
		return `Ready: ${shops.length} shop${shops.length === 1 ? '' : 's'} in ${where}.`;
	});
}

/** The *Test* of Seller Mail Sender: connects, encrypts and logs in as sending will; sends nothing. */
export async function testSender(this: ICredentialTestFunctions, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	return await answer(async () => {
		const sender = toSenderProfile(credential.data ?? {});
		await testSenderConnection(sender);
		return sender.dkim ? 'The server takes our mail, and it will be signed.' : 'The server takes our mail. Without a DKIM key it will not be signed here.';
	});
}

async function answer(test: () => Promise<string>): Promise<INodeCredentialTestResult> {
	try {
		return { status: 'OK', message: await test() };
	} catch (error) {
		const message = error instanceof SellerMailError ? `${error.message} ${error.nextStep}` : 'The test failed for an unknown reason; see the n8n log.';
		return { status: 'Error', message };
	}
}
