import { signParameters } from '../../../../core/gateway/aliExpress/sign';
import { signIndependently } from '../../../support/aliExpressServer';

/** Two official vectors of the platform's documentation (GOP and TOP), three made with other implementations. */
const VECTORS: Array<[string, Record<string, string>, string, string]> = [
	[
		'official: system call', { app_key: '12345678', code: '3_500102_JxZ05Ux3cnnSSUm6dCxYg6Q26', sign_method: 'sha256', timestamp: '1517820392000' }, '/auth/token/create',
		'35607762342831B6A417A0DED84B79C05FEFBF116969C48AD6DC00279A9F4D81',
	],
	[
		'official: business call',
		{ access_token: 'test', aliexpress_category_id: '200135143', app_key: '123456', method: 'aliexpress.logistics.redefining.getonlinelogisticsinfo', sign_method: 'sha256', timestamp: '1517820392000' }, '',
		'F7F7926B67316C9D1E8E15F7E66940ED3059B1638C497D77973F30046EFB5BBB',
	],
	[
		'order list',
		{
			app_key: '12345678', format: 'json', method: 'aliexpress.solution.order.get', param0: '{"current_page":1,"page_size":20,"create_date_start":"2026-11-01 00:00:00"}',
			session: '50000000000000000000000000test', sign_method: 'sha256', simplify: 'false', timestamp: '1795305600000',
		}, '', 'CFDBC2A480C8A5DE362FF6E77BBCCC89CE1CB82590B917600D08A07901EECBFB',
	],
	['UTF-8', { app_key: '1', subject: 'Ünïcode 包裹 📦', timestamp: '1' }, '', '0932BBC3D3B96AD4B53AB01F493D02FA50949E7B8878193A1812FF8FE906CB68'],
	['order of bytes, not of a language', { app_key: '1', a_b: '2', aB: '3', ab: '4', Zed: '5', _x: '6', timestamp: '1' }, '', '1AED8CB2485D26A38750BD2A38FF4AA06BD4FD4D3320358860DFA58BB7004C56'],
];

describe('the signature of a call', () => {
	it.each(VECTORS)('%s', (_name, parameters, path, expected) => {
		expect(signParameters(parameters, 'helloworld', path)).toBe(expected);
		expect(signIndependently(parameters, 'helloworld', path)).toBe(expected);
	});

	it('an earlier signature and empty values are not signed', () => {
		expect(signParameters({ app_key: '1', sign: 'old', empty: '', subject: 'Ünïcode 包裹 📦', timestamp: '1' }, 'helloworld')).toBe(VECTORS[3]?.[3]);
	});
});
