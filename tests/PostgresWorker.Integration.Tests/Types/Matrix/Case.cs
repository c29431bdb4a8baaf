namespace PostgresWorker.Integration.Types.Matrix;

/// <summary>The lines of a family's table.</summary>
internal static class Case
{
    /// <summary>The value becomes <paramref name="expected"/>, and that is written as the JSON of the value.</summary>
    public static TypeCase Reads<T>(string type, string literal, T expected) => new ReadCase<T>(type, literal, expected);

    /// <summary>The value becomes <paramref name="expected"/>, which does not hold all of it and so is written as other JSON.</summary>
    public static TypeCase ReadsPart<T>(string type, string literal, T expected, string written) => new ReadCase<T>(type, literal, expected) { Written = written };

    /// <summary>A <typeparamref name="T"/> cannot hold this value, and <paramref name="reason"/> stands in the error.</summary>
    public static TypeCase Fails<T>(string type, string literal, string reason) => new FailingCase<Cell<T>>(type, literal, reason);

    /// <summary>NULL is an error where the property is a <typeparamref name="T"/> without '?'.</summary>
    public static TypeCase NeedsValue<T>(string type)
        where T : class => FailsRequired<T>(type, "NULL", "the value is NULL");

    /// <summary>A property of a <typeparamref name="T"/> without '?' cannot hold this value.</summary>
    public static TypeCase FailsRequired<T>(string type, string literal, string reason)
        where T : class => new FailingCase<RequiredCell<T>>(type, literal, reason);

    /// <summary>A <typeparamref name="T"/> cannot hold all values of this type, and <paramref name="advice"/> stands in the refusal.</summary>
    public static TypeCase Refused<T>(string type, string advice) => new RefusedCase<Cell<T>>(type, advice);

    /// <summary>Each value as string is its text.</summary>
    public static IEnumerable<TypeCase> Texts(string type, params string[] literals) => literals.Select(literal => new TextCase(type, literal));

    /// <summary>Cases that are so in the WAL alone.</summary>
    public static IEnumerable<TypeCase> InWal(params TypeCase[] cases) => cases.Select(line => line with { Forms = [Form.WalBinary, Form.WalText] });

    /// <summary>Cases that are so in JSON alone.</summary>
    public static IEnumerable<TypeCase> InJson(params TypeCase[] cases) => cases.Select(line => line with { Forms = [Form.ToJsonb, Form.RowToJson] });

    /// <summary>Cases of types that an extension makes; they are skipped where the server lacks it.</summary>
    public static IEnumerable<TypeCase> Of(string extension, params TypeCase[] cases) => cases.Select(line => line with { Extension = extension });

    /// <summary>Cases of values that servers know from a version on; they are skipped on older ones.</summary>
    public static IEnumerable<TypeCase> Since(int version, params TypeCase[] cases) => cases.Select(line => line with { Since = version });
}
