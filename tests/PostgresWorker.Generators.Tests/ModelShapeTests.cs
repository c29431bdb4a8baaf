using System.Reflection;
using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Tests;

/// <summary>What a step of the pipeline hands on must be equal when nothing changed, and must hold no compilation.</summary>
public sealed class ModelShapeTests
{
    public static TheoryData<Type> Models() =>
        [.. typeof(RowModel).Assembly.GetTypes().Where(static type => type.Namespace == typeof(RowModel).Namespace && type.Name.EndsWith("Model", StringComparison.Ordinal))];

    [Fact]
    public void There_are_models() => Assert.True(Models().Count >= 9);

    [Theory]
    [MemberData(nameof(Models))]
    public void A_model_is_a_sealed_record(Type model)
    {
        Assert.True(model.IsSealed);
        Assert.NotNull(model.GetMethod("<Clone>$"));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_models_equality_is_the_compilers(Type model)
    {
        var equals = model.GetMethod(nameof(Equals), [model]);

        Assert.NotNull(equals!.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>());
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_model_holds_texts_numbers_enums_and_models(Type model) => Assert.All(
        model.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic),
        field => Assert.True(IsPlain(field.FieldType), $"{model.Name}.{field.Name} is {field.FieldType}."));

    private static bool IsPlain(Type type) =>
        type == typeof(string) || type == typeof(bool) || type == typeof(int) ||
        (type.IsEnum && type.Namespace == typeof(RowModel).Namespace) ||
        (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(EquatableArray<>) && IsPlain(type.GetGenericArguments()[0])) ||
        Models().Any(model => model.Data == type);
}
