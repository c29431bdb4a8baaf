namespace PostgresWorker;

/// <summary>
/// A json or jsonb column is read into this property, or into every property of this type, by a <c>JsonSerializerContext</c>.
/// On a property it means the property's whole type: <c>Settings[]</c> is then one JSON array and not an array of jsonb.
/// </summary>
/// <param name="context">
/// The context: a class with <c>[JsonSerializable(typeof(T))]</c> for the property's type. It reads without reflection, as Native AOT asks.
/// </param>
/// <example>
/// <code>
/// public sealed record Order(long Id, [PostgresJson(typeof(ShopJson))] Settings Settings);
///
/// [JsonSerializable(typeof(Settings))]
/// public sealed partial class ShopJson : JsonSerializerContext;
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class PostgresJsonAttribute(Type context) : Attribute
{
    /// <summary>The context that knows how to read the property's type.</summary>
    public Type Context => context;
}
