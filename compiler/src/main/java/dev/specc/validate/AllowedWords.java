package dev.specc.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.keyword.BaseKeywordValidator;
import com.networknt.schema.keyword.Keyword;
import com.networknt.schema.keyword.KeywordType;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.path.NodePath;
import java.util.HashSet;
import java.util.Set;

/**
 * The keyword {@code enum} for words. The library's own prints its values when it is built, which
 * loads Jackson's object mapper: as slow as all the rest of the validation.
 */
final class AllowedWords implements Keyword {
  @Override
  public String getValue() {
    return KeywordType.ENUM.getValue();
  }

  @Override
  public KeywordValidator newValidator(
      SchemaLocation location, JsonNode words, Schema parent, SchemaContext context) {
    return new WordsValidator(location, words, parent, context);
  }

  private static final class WordsValidator extends BaseKeywordValidator {
    private final Set<String> words = new HashSet<>();

    WordsValidator(SchemaLocation location, JsonNode words, Schema parent, SchemaContext context) {
      super(KeywordType.ENUM, words, location, parent, context);
      words.forEach(word -> this.words.add(word.textValue()));
    }

    @Override
    public void validate(
        ExecutionContext context, JsonNode node, JsonNode root, NodePath location) {
      if (node.isTextual() && !words.contains(node.textValue())) {
        context.addError(
            error()
                .instanceNode(node)
                .instanceLocation(location)
                .evaluationPath(context.getEvaluationPath())
                .build());
      }
    }
  }
}
