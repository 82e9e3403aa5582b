class Model {
  constructor() {
    Model.all.push(this);
  }
}
Model.all = [];
exports.Model = Model;
