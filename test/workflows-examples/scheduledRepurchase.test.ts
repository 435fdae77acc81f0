import { description } from '../../nodes/SegmentBuyers/actions/panel';
import { readExample } from '../support/exampleWorkflow';

const { nodes } = readExample('scheduled-repurchase.json');

describe('the scheduled repurchase example', () => {
	it('uses the panel\'s own fields: repurchase due, two variants and a hold-out, as an audience', () => {
		const { parameters } = nodes.find(({ name }) => name === 'Segment Buyers') ?? { parameters: {} };
		expect(Object.keys(parameters).filter((name) => !description.some((property) => property.name === name))).toEqual([]);
		expect(parameters).toMatchObject({ selectBy: 'preset', preset: 'repurchase-due', output: 'audience', options: { variantCount: 2, holdoutShare: 10 } });
	});
});
