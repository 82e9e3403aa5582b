module.exports = {
  tenant: 'none',
  get connection() {
    const value = `to ${this.tenant}`;
    Object.defineProperty(this, 'connection', { value });
    return value;
  },
};
