using DrawAot;

namespace Camera;

[DrawModel("search.draw.json")]
public sealed partial class Search;
