import type { ICredentialTestFunctions, ICredentialsDecrypted, INodeCredentialTestResult } from 'n8n-workflow';
import { testAliExpressConnection, testSenderConnection, testSendingDomain } from '../../core/openCore';
import { SellerMailError } from '../../core/shared/errors';
import { toAccountInput } from './readAliExpress';
import { toSenderProfile } from './readSender';
import { makeClock, readDnsServers, toStoreSettings, withStore } from './withCore';

/** The *Test* of Seller Mail Store: opens it, creates or migrates it, reads from it. */
export async function testStore(this: ICredentialTestFunctions, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	return await answer(async () => {
		const settings = toStoreSettings(credential.data ?? {});
		const shops = await withStore(settings, async (core) => await core.shops.list());
		const where = settings.kind === 'sqlite' ? settings.file : `schema ${settings.schema} on ${settings.host}`;
		return `Ready: ${shops.length} shop${shops.length === 1 ? '' : 's'} in ${where}.`;
	});
}

/**
 * The *Test* of Seller Mail Sender: connects, encrypts and logs in as sending will, then looks at the sending domain in DNS;
 * sends nothing. The editor shows the message of an error only, so records that stop every mail are one, after a login that
 * works; the message says so. DNS that gives no answer is no error of the credential.
 */
export async function testSender(this: ICredentialTestFunctions, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	return await answer(async () => {
		const sender = toSenderProfile(credential.data ?? {});
		await testSenderConnection(sender);
		const login = sender.dkim ? 'The server takes our mail, and it will be signed.' : 'The server takes our mail. Without a DKIM key it will not be signed here.';
		const { isTest, step } = await testSendingDomain(sender, { clock: makeClock(), dnsServers: readDnsServers() });
		if (isTest) return login;
		if (step.state === 'done' || step.state === 'cantTell') return `${login} ${step.message}`;
		throw new SellerMailError('SENDING_DOMAIN_NOT_VERIFIED', { message: `${login} But nothing is sent yet: ${step.message}`, nextStep: step.nextStep });
	});
}

const ALIEXPRESS_ANSWERS = {
	works: 'AliExpress accepts the credential.',
	tokenEnded: 'AliExpress accepts the app. This access token has ended; the next sync uses the one it keeps in the store, or renews it with the refresh token.',
	notTried: 'Nothing was called: there is no access token yet, and the code or refresh token is good for once. Run a sync.',
} as const;

/** The *Test* of Seller Mail AliExpress: one signed call that reads; it renews no token, because it could not keep it. */
export async function testAliExpress(this: ICredentialTestFunctions, credential: ICredentialsDecrypted): Promise<INodeCredentialTestResult> {
	return await answer(async () => ALIEXPRESS_ANSWERS[await testAliExpressConnection(toAccountInput(credential.data ?? {}), makeClock())]);
}

async function answer(test: () => Promise<string>): Promise<INodeCredentialTestResult> {
	try {
		return { status: 'OK', message: await test() };
	} catch (error) {
		const message = error instanceof SellerMailError ? `${error.message} ${error.nextStep}` : 'The test failed for an unknown reason; see the n8n log.';
		return { status: 'Error', message };
	}
}
