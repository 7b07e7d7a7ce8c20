/** Version of this program. */
export const PRODUCT_VERSION = '0.1.0';
