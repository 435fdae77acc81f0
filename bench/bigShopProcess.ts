import { fillBigShop, type BigShopSize } from './bigShop';

/** Fills a store in a process of its own, so that the measuring one starts with a clean memory: FILE SIZE-JSON NOW */
const [file, size, now] = process.argv.slice(2);
if (!file || !size || !now) throw new Error('usage: bigShopProcess FILE SIZE NOW');
// written by segment.bench.ts
fillBigShop(file, JSON.parse(size) as BigShopSize, { seed: 20_261_122, now: Number(now) });
