import { parseEmailAddress } from '../shared/emailAddress';
import { IMPORT_FIELDS, type ImportField, type ImportKind } from './importFields';

/** Column → field; a column that isn't in it is ignored. */
export type ImportMapping = Readonly<Record<string, ImportField>>;

/** Names of columns in exports of marketplaces and shops, without spaces, case and punctuation (English, Chinese, Portuguese, Spanish). */
const ALIASES: Readonly<Record<Exclude<ImportField, 'externalId'>, string>> = {
	orderId: 'orderid ordernumber orderno order amazonorderid 订单号 订单编号 订单id pedido numerodopedido idpedido numerodepedido pedidoid',
	email: 'email emailaddress mail customeremail buyeremail contactemail 邮箱 电子邮件 买家邮箱 邮件地址 correo correoelectronico emaildocliente',
	buyerExternalId: 'customerid buyerid userid customeruniqueid clientid 买家id 客户id 用户id idcliente idcomprador clienteid',
	name: 'name customername buyername fullname recipientname shippingname 姓名 买家姓名 买家名称 收货人 收件人 nome nombre nomedocliente cliente destinatario',
	country: 'country customercountry shippingcountry shipcountry countrycode shippingcountrycode billingcountry 国家 收货国家 国家地区 目的国 pais paisdeentrega',
	language: 'language lang locale customerlanguage buyerlanguage preferredlanguage 语言 idioma lingua',
	placedAt: 'orderpurchasetimestamp orderdate orderedat createdat placedat purchasedate ordertime orderplaced 下单时间 订单创建时间 创建时间 下单日期 datadopedido datadacompra fechadepedido fechadecompra',
	paidAt: 'orderapprovedat paidat paymentdate paymenttime paymentsdate approvedat 付款时间 支付时间 datadepagamento datadopagamento fechadepago',
	shippedAt: 'orderdeliveredcarrierdate shippedat shipdate shippedon shippingdate dispatchedat 发货时间 出库时间 datadeenvio fechadeenvio',
	deliveredAt: 'orderdeliveredcustomerdate deliveredat deliverydate delivereddate receivedat 签收时间 妥投时间 收货时间 datadeentrega fechadeentrega',
	estimatedDeliveryAt: 'orderestimateddeliverydate estimateddelivery estimateddeliverydate latestdeliverydate promisedby expecteddelivery 预计送达时间 预计到达时间 最晚送达时间 previsaodeentrega fechaestimadadeentrega',
	canceledAt: 'canceledat cancelledat cancelationdate cancellationdate 取消时间 datadecancelamento fechadecancelacion',
	returnedAt: 'returnedat returndate refundedat 退货时间 退款时间 datadedevolucao fechadedevolucion',
	returnReason: 'returnreason refundreason 退货原因 退款原因 motivodadevolucao motivodedevolucion',
	status: 'status orderstatus fulfillmentstatus 状态 订单状态 statusdopedido estado estadodelpedido situacao',
	total: 'total ordertotal amount totalamount grandtotal orderamount totalprice 金额 订单金额 订单总额 实付金额 valortotal valor importe',
	currency: 'currency currencycode 币种 货币 moeda moneda divisa',
	carrier: 'carrier shippingcarrier logisticscompany shippingcompany 物流公司 承运商 transportadora transportista',
	trackingNumber: 'trackingnumber tracking trackingcode trackingno 运单号 物流单号 跟踪号 codigoderastreio rastreio numerodeseguimiento',
	fulfilledBy: 'fulfillmentchannel fulfilledby fulfilmentchannel 配送方式',
	timeZone: 'timezone tz 时区 fusohorario',
	birthDate: 'birthdate dateofbirth birthday dob birthyear yearofbirth 出生日期 生日 出生年份 datadenascimento fechadenacimiento',
	consentAt: 'consentat optinat optindate consentdate subscribedat 同意时间 订阅时间',
	sku: 'sku sellersku merchantsku itemsku lineitemsku productsku 商品编码 商品sku 货号 sku编码',
	productId: 'productid asin itemid 商品id 产品id idproduto idproducto',
	productName: 'productname itemname lineitemname producttitle itemtitle product 商品名称 产品名称 商品标题 nomedoproduto produto nombredelproducto producto',
	category: 'category productcategory categoryname 类目 分类 商品类目 商品分类 categoria',
	quantity: 'quantity qty quantitypurchased lineitemquantity itemquantity 数量 商品数量 购买数量 quantidade cantidad',
	price: 'price itemprice unitprice lineitemprice productprice 单价 商品单价 preco precounitario precio preciounitario',
	updatedAt: 'updatedat lastupdated lastmodified modifiedat lastupdatedate 更新时间 修改时间 atualizadoem',
};

const fieldByAlias: ReadonlyMap<string, string> = new Map(Object.entries(ALIASES).flatMap(([field, names]) => names.split(' ').map((name) => [name, field] as const)));

/** What the columns of a file mean, by their names; a column of addresses is recognised by what is in it. Each field is used once. */
export function guessMapping(kind: ImportKind, headers: readonly string[], sampleRows: ReadonlyArray<readonly string[]>): ImportMapping {
	const mapping = new Map<string, ImportField>();
	const isFree = (field: ImportField): boolean => ![...mapping.values()].includes(field);
	for (const header of headers) {
		const field = fieldOf(kind, header);
		if (field && isFree(field)) mapping.set(header, field);
	}
	const addresses = headers.find((_header, column) => holdsAddresses(sampleRows.map((row) => row[column] ?? '')));
	if (addresses !== undefined && isFree('email')) mapping.set(addresses, 'email');
	return Object.fromEntries(mapping);
}

function fieldOf(kind: ImportKind, header: string): ImportField | undefined {
	const plain = header.normalize('NFD').toLowerCase().replace(/\p{M}/gu, '').replace(/[^\p{L}\p{N}]/gu, '');
	const known = fieldByAlias.get(plain);
	const field = kind === 'buyers' && known === 'buyerExternalId' ? 'externalId' : known;
	return IMPORT_FIELDS[kind].find((candidate: string) => candidate === field);
}

function holdsAddresses(values: string[]): boolean {
	const filled = values.filter((value) => value.trim() !== '');
	return filled.length > 0 && filled.every((value) => parseEmailAddress(value) !== undefined);
}
